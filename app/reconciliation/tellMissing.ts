import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";

/** CustoMeow no longer has an order that it had taken. The merchant is told, once; files that are ready stay. */
export async function tellMissing(
  lifecycle: Lifecycle,
  reference: { shopId: string; orderId: string },
): Promise<void> {
  await lifecycle.change(reference, (change) => {
    const { submission, confirmedAt, cancelledAt, platformOrderNo: order } = change.order;
    if (submission !== "created" || confirmedAt !== null || cancelledAt !== null) return;
    let isTold = false;
    for (const line of change.lines) {
      if (!line.sentToCustomeow) continue;
      const failure = { code: "missing_in_customeow", parameters: { order } } as const;
      if (change.lineFails(line, "missing_in_customeow", failure)) isTold = true;
      else if (line.state === "ready")
        change.advise(
          line,
          [{ code: "order_missing", parameters: { order } }],
          ["cancel_order", "cancel_item", "change_quantity", "change_design", "look_what_arrived"],
        );
    }
    if (!isTold) change.tell({ code: "order_missing", parameters: { order } });
    change.noteOrder({ confirmedAt: new Date() });
  });
}
