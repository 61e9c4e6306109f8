/**
 * Shopify's search syntax, as far as the sandbox's lists need it: `field:value`, comparators (`:>=`), quotes,
 * a trailing `*`, `AND`, `OR`, `NOT` and `-`, and parentheses. Source: shopify.dev, "Search syntax".
 */
import { GraphQLError } from "graphql";
import { unmodelled } from "./model.ts";

/** The values of each field that can be searched; a field of several values matches if one of them does. */
export type Searchable = Record<string, SearchValue>;
type SearchValue = { text: string[] } | { instant: string } | { number: string };

type Matcher = (fields: Searchable) => boolean;

const TOKEN =
  /\s*(?:([()])|(-)(?=\S)|([\w]+):(>=|<=|>|<)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s()]+))|(AND|OR|NOT)\b|(\S+))/gsy;

interface Token {
  kind: "(" | ")" | "not" | "and" | "or" | "term";
  field: string;
  comparator: string;
  value: string;
}

/** @throws GraphQLError for syntax or fields that the sandbox does not model. */
export function parseSearch(query: string | null | undefined): Matcher {
  const tokens = tokenize(query ?? "");
  if (tokens.length === 0) return () => true;
  const parser = new Parser(tokens);
  return parser.parse();
}

function tokenize(query: string): Token[] {
  return [...query.trim().matchAll(TOKEN)].map((match) => {
    const [, parenthesis, minus, field, comparator, double, single, plain, keyword, other] = match;
    const token: Token = { kind: "term", field: field ?? "", comparator: comparator ?? "", value: "" };
    if (parenthesis === "(" || parenthesis === ")") return { ...token, kind: parenthesis };
    if (minus || keyword === "NOT") return { ...token, kind: "not" };
    if (keyword) return { ...token, kind: keyword === "OR" ? "or" : "and" };
    if (other) throw unmodelled(`a search without a field ("${other}" in "${query}")`);
    return { ...token, value: unescaped(double ?? single) ?? plain ?? "" };
  });
}

/** In quotes a backslash takes the next character as it is. */
function unescaped(quoted: string | undefined): string | undefined {
  return quoted?.replaceAll(/\\(.)/gs, "$1");
}

class Parser {
  readonly #tokens: Token[];

  constructor(tokens: Token[]) {
    this.#tokens = [...tokens];
  }

  parse(): Matcher {
    const matcher = this.#either();
    if (this.#tokens.length > 0) throw new GraphQLError("Search query: unbalanced parentheses.");
    return matcher;
  }

  #either(): Matcher {
    const sides = [this.#all()];
    while (this.#take("or")) sides.push(this.#all());
    return (fields) => sides.some((side) => side(fields));
  }

  #all(): Matcher {
    const parts = [this.#one()];
    while (this.#take("and") || this.#startsTerm()) parts.push(this.#one());
    return (fields) => parts.every((part) => part(fields));
  }

  #one(): Matcher {
    if (this.#take("not")) {
      const inner = this.#one();
      return (fields) => !inner(fields);
    }
    if (this.#take("(")) {
      const inner = this.#either();
      if (!this.#take(")")) throw new GraphQLError("Search query: unbalanced parentheses.");
      return inner;
    }
    const term = this.#take("term");
    if (!term) throw new GraphQLError("Search query: a term is missing.");
    return (fields) => matches(term, fields);
  }

  #startsTerm(): boolean {
    const kind = this.#tokens[0]?.kind;
    return kind === "term" || kind === "(" || kind === "not";
  }

  #take(kind: Token["kind"]): Token | undefined {
    return this.#tokens[0]?.kind === kind ? this.#tokens.shift() : undefined;
  }
}

function matches({ field, comparator, value }: Token, fields: Searchable): boolean {
  const held = fields[field];
  if (!held) throw unmodelled(`searching by "${field}"`);
  if ("text" in held) return held.text.some((text) => textMatches(text, value));
  if ("number" in held) return compares(BigInt(held.number) - BigInt(value), comparator);
  return compares(BigInt(Date.parse(held.instant) - instantOf(value)), comparator);
}

function textMatches(text: string, value: string): boolean {
  const [held, wanted] = [text.toLowerCase(), value.toLowerCase()];
  return wanted.endsWith("*") ? held.startsWith(wanted.slice(0, -1)) : held === wanted;
}

function instantOf(value: string): number {
  const instant = Date.parse(value);
  if (Number.isNaN(instant)) throw unmodelled(`the date "${value}" in a search`);
  return instant;
}

function compares(difference: bigint, comparator: string): boolean {
  switch (comparator) {
    case ">":
      return difference > 0n;
    case ">=":
      return difference >= 0n;
    case "<":
      return difference < 0n;
    case "<=":
      return difference <= 0n;
    default:
      return difference === 0n;
  }
}
