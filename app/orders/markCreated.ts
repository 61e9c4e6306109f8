import type { CustomeowOrderId } from "../customeow/ids.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import type { CreateOrderServices, OrderWithLines } from "./createOrder.ts";
import { lockOrder } from "./lockOrder.ts";
import { refreshOrderState } from "./orderState.ts";

/** The order exists in CustoMeow: its designed lines go on to production, the others wait for their design. */
export async function markCreated(
  { database, jobs }: Pick<CreateOrderServices, "database" | "jobs">,
  order: OrderWithLines,
  customeowOrderId: CustomeowOrderId,
  how: "created" | "found",
): Promise<void> {
  const { shopId, id: orderId } = order;
  const message =
    how === "created"
      ? "Order created in CustoMeow."
      : "The order was found in CustoMeow: an earlier attempt had created it, although its answer never arrived.";
  await database.$transaction(async (transaction) => {
    await lockOrder(transaction, orderId);
    const { count } = await transaction.order.updateMany({
      where: { id: orderId, submission: { not: "created" } },
      data: { submission: "created", customeowOrderId },
    });
    if (count === 0) return;
    await addToTimeline(
      transaction,
      { shopId, orderId },
      how === "created" ? "order_created" : "order_found",
      message,
      {
        customeowOrderId,
      },
    );
    await transaction.lineItem.updateMany({
      where: { orderId, state: { in: ["queued", "awaiting_customization"] } },
      data: { sentToCustomeow: true },
    });
    const designed = await transaction.lineItem.updateManyAndReturn({
      where: { orderId, state: "queued" },
      data: { state: "sent" },
      select: { id: true },
    });
    await refreshOrderState(transaction, orderId);
    for (const { id } of designed)
      await jobs.enqueue(transaction, "list-templates", { shopId, lineItemId: id });
  });
}
