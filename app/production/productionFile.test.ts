import fc from "fast-check";
import { expect, it } from "vitest";
import { fileName } from "./productionFile.ts";

const url = "https://files.example.com/resources/8c1f.PNG?token=secret";

it("names a file after its order, SKU and number, with the ending of its address", () => {
  expect(fileName(["1001", "MUG-WHITE-11", "1-1-1"], url)).toBe("1001_MUG-WHITE-11_1-1-1.png");
});

it("leaves out what is missing", () => {
  expect(fileName(["1001", "", "2-1-1"], url)).toBe("1001_2-1-1.png");
  expect(fileName([], "https://files.example.com/download")).toBe("production-file");
});

it("keeps letters of any script", () => {
  expect(fileName(["#1001-ÄÖ", "杯子"], url)).toBe("1001-ÄÖ_杯子.png");
});

it("never makes a path, a hidden file or a header break, whatever the SKU is", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }), fc.webUrl(), (parts, address) => {
      expect(fileName(parts, address)).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u);
    }),
  );
});
