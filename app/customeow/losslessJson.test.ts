import fc from "fast-check";
import { expect, it } from "vitest";
import { LONGEST_TEXT } from "./cleanText.ts";
import { parseCleanly, parseLosslessly } from "./losslessJson.ts";

it("keeps every digit of a number that JavaScript cannot hold", () => {
  expect(parseLosslessly('{"id":173471012095041536,"count":3}')).toEqual({
    id: "173471012095041536",
    count: 3,
  });
  expect(parseCleanly('{"id":173471012095041536,"count":3}')).toEqual({ id: "173471012095041536", count: 3 });
});

/** Every string in a value, at whatever depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\u0000", "\ud800", "a\udc00b", "\u0000".repeat(50), "x".repeat(LONGEST_TEXT + 10)),
);

it("gives no text that cannot be stored or shown, wherever it stands", () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      anyText,
      fc.array(tie("tree")),
      fc.dictionary(fc.constantFrom("a", "b"), tie("tree")),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      for (const text of textsIn(parseCleanly(JSON.stringify(value)))) {
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toContain("\u0000");
        expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
      }
    }),
  );
});

it("leaves text as it is that has nothing wrong with it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!text.includes("\u0000"));
      expect(parseCleanly(JSON.stringify(text))).toBe(text);
    }),
  );
});
