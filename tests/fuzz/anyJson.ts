import fc from "fast-check";

/** Texts that programs stumble over. */
const nastyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "",
    "\u0000",
    "\uD800",
    "a\u0000b",
    "<script>alert(1)</script>",
    "__proto__",
    "constructor",
    "9".repeat(400),
    "1e999",
    "null",
    "🙂".repeat(50),
    "%_\\",
    "' OR 1=1 --",
  ),
);
const nastyNumber = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(-1, 0, 1e308, 2 ** 53, 2 ** 31, 1.5),
);
const leaf = fc.oneof(nastyText, nastyNumber, fc.boolean(), fc.constant(null));

/** Any JSON value, with a liking for what breaks things. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie("node"), { maxLength: 5 }),
    fc.dictionary(nastyText, tie("node"), { maxKeys: 5 }),
  ),
})).node;

/**
 * A document that is nearly right: some of its values, at any depth, are replaced by others, left out, or wrapped.
 * The further a parser comes, the more of it is tried.
 */
export function nearly(document: unknown): fc.Arbitrary<unknown> {
  const intact = { weight: 12, arbitrary: fc.constant(document) };
  const wrong = { weight: 1, arbitrary: anyJson };
  if (Array.isArray(document)) {
    const items = document.length === 0 ? fc.constant([]) : fc.tuple(...document.map(nearly));
    return fc.oneof({ weight: 12, arbitrary: items }, wrong, { weight: 1, arbitrary: fc.constant([]) });
  }
  if (typeof document !== "object" || document === null) return fc.oneof(intact, wrong);
  const fields = Object.fromEntries(
    Object.entries(document).map(([name, value]) => [name, fc.option(nearly(value), { freq: 15 })]),
  );
  const partly = fc
    .record(fields)
    .map((whole) => Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null)));
  return fc.oneof({ weight: 12, arbitrary: partly }, wrong);
}

/** JSON with ids as bare numbers of 18 digits, as some servers write them. */
export function withBareIds(json: string): string {
  return json.replaceAll(/"(\d{15,20})"/g, "$1");
}
