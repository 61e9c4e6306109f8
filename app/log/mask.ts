/** Names of fields that hold secrets, whatever their case and however their words are joined. */
const SECRET_NAMES = [
  "access[-_]?token",
  "api[-_]?key",
  "api[-_]?secret(?:[-_]?key)?",
  "authorization",
  "client[-_]?secret",
  "cookie",
  "encryption[-_]?keys?",
  "id[-_]?token",
  "password",
  "refresh[-_]?token",
  "secret",
  "session[-_]?token",
  "set[-_]cookie",
  "subject[-_]?token",
  "webhook[-_]?token",
  "x[-_]api[-_]key",
  "x[-_]shopify[-_]access[-_]token",
];

const NAME = `(?:${SECRET_NAMES.join("|")})`;

/**
 * What stands for a secret, and what is left of it. No pattern begins with a repetition, so each is looked for in one
 * pass over the text.
 */
const MASKS: readonly [pattern: RegExp, left: string][] = [
  // As JSON: "apiKey":"…", whole, with whatever is escaped in it; and JSON within a JSON text.
  [new RegExp(`("${NAME}":)"(?:[^"\\\\]|\\\\.)*"`, "gi"), '$1"(hidden)"'],
  [new RegExp(`(\\\\"${NAME}\\\\":)\\\\"(?:[^"\\\\]|\\\\[^"])*\\\\"`, "gi"), '$1\\"(hidden)\\"'],
  // As a part of an address or a form: id_token=…
  [new RegExp(`\\b(${NAME}|hmac)=[^&\\s"'\\\\]+`, "gi"), "$1=(hidden)"],
  // As a header: Authorization: Bearer …
  [/\b(Bearer|Basic) [\w.~+/=-]+/gi, "$1 (hidden)"],
  [/\b(x-(?:api-key|shopify-access-token): ?)[^\s"'\\]+/gi, "$1(hidden)"],
  // Shopify's tokens, and JSON web tokens, wherever they stand.
  [/\bshp(?:at|ca|pa|rt|ss|ua)_\w+/gi, "(hidden)"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "(hidden)"],
  // The address that CustoMeow's webhooks come to.
  [/(\/webhooks\/customeow\/)[\w-]+/gi, "$1(hidden)"],
  // postgresql://user:password@host
  [/(\w:\/\/[^\s:@/"]*):[^\s@/"]+@/g, "$1:(hidden)@"],
];

/** Stands in whatever a mask fits: most lines have none of it, and cost one look. */
const HINT = /token|key|secret|authorization|cookie|password|hmac|bearer|basic|shp|eyJ|customeow\/|:\/\//i;

/** The text without anything that opens a door, as far as that can be told from its form. For whatever is logged. */
export function withoutSecrets(text: string): string {
  return HINT.test(text)
    ? MASKS.reduce((masked, [pattern, left]) => masked.replace(pattern, left), text)
    : text;
}
