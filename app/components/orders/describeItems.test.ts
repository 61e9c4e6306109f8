import { expect, it } from "vitest";
import { describeItems } from "./describeItems.ts";

it("names the one item of an order", () => {
  expect(describeItems({ title: "Morning Mug", lineItemCount: 1 })).toBe("Morning Mug");
});

it("counts what is not named", () => {
  expect(describeItems({ title: "Morning Mug", lineItemCount: 5 })).toBe("Morning Mug and 4 more");
});

it("has a word for an item that Shopify gave no title", () => {
  expect(describeItems({ title: " ", lineItemCount: 1 })).toBe("Item");
});
