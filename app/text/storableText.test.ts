import fc from "fast-check";
import { expect, it } from "vitest";
import { storableText } from "./storableText.ts";

const anyText = fc.string({ unit: "binary" }).map((text) => text + "\uD83D");

it("leaves ordinary text as it is", () => {
  expect(storableText("Ölmühle 杯子 👋", 20)).toBe("Ölmühle 杯子 👋");
});

it("cuts between characters, never inside one", () => {
  expect(storableText("ab👋👋", 3)).toBe("ab👋…");
  expect(storableText("👋".repeat(500), 60)).toBe(`${"👋".repeat(60)}…`);
});

it("replaces what Postgres does not take", () => {
  expect(storableText("a\u0000b", 10)).toBe("a\uFFFDb");
  expect(storableText("a\uD83Db", 10)).toBe("a\uFFFDb");
});

it("is well-formed, free of NUL and bounded, whatever it is given", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, longest) => {
      const stored = storableText(text, longest);
      expect(stored.isWellFormed()).toBe(true);
      expect(stored).not.toContain("\u0000");
      expect(Array.from(stored).length).toBeLessThanOrEqual(longest + 1);
    }),
  );
});
