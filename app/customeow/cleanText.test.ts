import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { asCleanText, cleanText, LONGEST_TEXT } from "./cleanText.ts";
import { readEnvelope } from "./envelope.ts";
import { parseCustomeowWebhook } from "./webhook.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\u0000", "\ud800", "👋".repeat(15_000)),
);

function expectClean(text: string): void {
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toContain("\u0000");
  expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
}

it("gives text that can be kept and shown, whatever it is given", () => {
  fc.assert(
    fc.property(anyText, fc.nat(LONGEST_TEXT), (text, before) => {
      expectClean(cleanText("x".repeat(before) + text));
    }),
  );
  fc.assert(
    fc.property(fc.anything({ values: [anyText, fc.integer()] }), (value) => {
      expectClean(asCleanText(value));
    }),
  );
});

const manyTexts = Array.from({ length: 10_000 }, (_, place) => `text ${place}`);
const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

function messageOf(message: string): string {
  const body = `{"code":1,"message":${message}}`;
  const kept = { httpStatus: 200, contentType: null, body: "" };
  const expected = { name: "GET /skus", kind: "read" as const, value: z.unknown() };
  const read = readEnvelope(expected, { httpStatus: 200, retryAfter: null, body, kept });
  if (read.ok) throw new Error("It counts as a success.");
  return read.failure.message;
}

it("cuts a message that is a large object instead of a text", () => {
  expectClean(messageOf(JSON.stringify(manyTexts)));
});

it("reads a message at whatever depth it is nested", () => {
  for (let depth = 1000; depth <= 20_000; depth += 250) expectClean(messageOf(deep(depth)));
});

it("gives a reason of a bounded length for a webhook of many wrong items", () => {
  const body = { id: "1", event: "sku.add", objectId: "1", pushTime: "", payload: { skus: manyTexts } };
  const parsed = parseCustomeowWebhook(JSON.stringify(body));
  if (parsed.ok) throw new Error("It was read.");
  expectClean(parsed.reason);
});
