import { expect, it } from "vitest";
import { english } from "./english.ts";

it("says a fact with its parameters", () => {
  expect(english.deliveryOutcome({ code: "order_recorded", parameters: { order: "#1001" } })).toBe(
    "Order #1001 was recorded.",
  );
});

it("says soberly that there are no words for what another version noted", () => {
  expect(english.skuSyncFailure({ code: "not_known", parameters: { code: "key_expired" } })).toBe(
    "Another version of the app noted this, and this version has no words for it (key_expired).",
  );
});
