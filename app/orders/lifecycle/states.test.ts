import type { ProductionState } from "@prisma/client";
import fc from "fast-check";
import { expect, it } from "vitest";
import { orderState } from "./states.ts";

const states: ProductionState[] = [
  "awaiting_customization",
  "queued",
  "sent",
  "composing",
  "ready",
  "failed",
  "no_template",
  "cancelled",
];
const someStates = fc.array(fc.constantFrom(...states), { minLength: 1 });

it("is as far as the least advanced line", () => {
  expect(orderState(["ready", "composing", "sent"])).toBe("sent");
  expect(orderState(["ready", "awaiting_customization"])).toBe("awaiting_customization");
  expect(orderState(["ready", "ready"])).toBe("ready");
});

it("is failed as soon as one line is, whatever the others are", () => {
  fc.assert(
    fc.property(someStates, (lines) => {
      expect(orderState([...lines, "failed"])).toBe("failed");
    }),
  );
});

it("does not let cancelled lines count beside others", () => {
  expect(orderState(["cancelled", "ready"])).toBe("ready");
  expect(orderState(["cancelled", "cancelled"])).toBe("cancelled");
});

it("is always the state of one of its lines", () => {
  fc.assert(
    fc.property(someStates, (lines) => {
      expect(lines).toContain(orderState(lines));
    }),
  );
});
