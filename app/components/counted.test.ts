import { expect, it } from "vitest";
import { counted } from "./counted.ts";

it("takes the singular for one alone", () => {
  expect([0, 1, 2, 12_345].map((number) => counted(number, "variant"))).toEqual([
    "0 variants",
    "1 variant",
    "2 variants",
    "12,345 variants",
  ]);
});

it("takes the plural that it is given", () => {
  expect(counted(2, "piece of text", "pieces of text")).toBe("2 pieces of text");
});
