import { describe, expect, it } from "vitest";
import { z } from "zod";
import { asStored, placedOrder } from "../lifecycle/life.fixture.ts";
import type { LineLife } from "../lifecycle/life.ts";
import { OrderChange } from "../lifecycle/orderChange.ts";
import { cancelOrder } from "./cancelOrder.ts";
import { changeLine } from "./changeLine.ts";

const SENT = "173471012095041536";
const OTHER = "173471012095041537";

/** An order of three pieces that CustoMeow has, its files ready. */
function sentOrder(): OrderChange {
  const line = { state: "ready", sentToCustomeow: true, quantity: 3, customInfoId: SENT } as const;
  const placed = asStored(
    placedOrder("018f0000-0000-7000-8000-000000000001", [{ ...line, platformDesign: SENT }]),
  );
  return new OrderChange({ ...placed, order: { ...placed.order, submission: "created" } });
}

function only(change: OrderChange): LineLife {
  const [line] = change.lines;
  if (line === undefined) throw new Error("The order has no line.");
  return line;
}

/** What the order holds of the line from now on. */
function edit(change: OrderChange, quantityLeft: number, platformDesign: string | null = SENT): void {
  const line = only(change);
  const item = { platformItemId: line.platformItemId, quantity: 3, quantityLeft, platformDesign };
  changeLine(change, line, item, false);
}

const stored = z.array(z.object({ code: z.string(), parameters: z.unknown() }));
const adviceOf = (change: OrderChange) => stored.parse(only(change).advice ?? []);
const codesOf = (change: OrderChange) => adviceOf(change).map(({ code }) => code);
const quantity = (left: number) => ({ code: "change_quantity", parameters: { sent: 3, left } });
const design = (id: string | null) => ({ code: "change_design", parameters: { design: id } });

describe("what the merchant is to do by hand", () => {
  it("stands while the order changes in something else", () => {
    const change = sentOrder();
    edit(change, 3, OTHER);
    expect(adviceOf(change)).toEqual([design(OTHER)]);
    edit(change, 2, OTHER);
    expect(adviceOf(change)).toEqual([design(OTHER), quantity(2)]);
    edit(change, 1, OTHER);
    expect(adviceOf(change)).toEqual([design(OTHER), quantity(1)]);
    edit(change, 3, OTHER);
    expect(adviceOf(change)).toEqual([design(OTHER)]);
    edit(change, 3, SENT);
    expect(adviceOf(change)).toEqual([]);
  });

  it("is settled by what makes it needless, and by nothing else", () => {
    const change = sentOrder();
    change.advise(only(change), [{ code: "look_what_arrived", parameters: {} }]);
    edit(change, 2, OTHER);
    edit(change, 0, OTHER);
    expect(codesOf(change)).toEqual(["look_what_arrived", "cancel_item"]);
    cancelOrder(change);
    // It was cancelled with its removal, so the order's end changes nothing of it.
    expect(codesOf(change)).toContain("look_what_arrived");
  });

  it("says to cancel the whole order where that was cancelled, and keeps what that does not settle", () => {
    const change = sentOrder();
    change.advise(only(change), [{ code: "look_what_arrived", parameters: {} }]);
    edit(change, 2, OTHER);
    cancelOrder(change);
    expect(codesOf(change)).toEqual(["look_what_arrived", "cancel_order"]);
  });

  it("keeps what another version of the app has told", () => {
    const change = sentOrder();
    Object.assign(only(change), { advice: [{ code: "of_a_later_version", parameters: { a: 1 } }] });
    edit(change, 2);
    expect(adviceOf(change)).toEqual([{ code: "of_a_later_version", parameters: { a: 1 } }, quantity(2)]);
  });
});
