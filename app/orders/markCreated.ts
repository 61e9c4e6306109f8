import type { LineItem } from "@prisma/client";
import type { CustomeowOrderId } from "../customeow/ids.ts";
import type { Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import type { CreateOrderServices, OrderWithLines } from "./createOrder.ts";
import { lineFailures } from "./failure.ts";
import { failLineItem } from "./lineItemState.ts";
import { lockOrder } from "./lockOrder.ts";
import { refreshOrderState } from "./orderState.ts";

/** What CustoMeow has of an order, and how that is known. */
export interface CreatedOrder {
  customeowOrderId: CustomeowOrderId;
  how: "created" | "found";
  /** Shopify's ids of the items that stand in it. */
  platformItemIds: string[];
}

/**
 * The order exists in CustoMeow: its designed lines go on to production, the others wait for their design. A line
 * that came into the order while it was being sent is not in it, and CustoMeow takes none later.
 */
export async function markCreated(
  { database, jobs }: Pick<CreateOrderServices, "database" | "jobs">,
  order: OrderWithLines,
  created: CreatedOrder,
): Promise<void> {
  const { shopId, id: orderId } = order;
  const { customeowOrderId, how, platformItemIds } = created;
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
      messageOf(order, how),
      { customeowOrderId },
    );
    // Cancelled ones too: the merchant must know what CustoMeow has.
    await transaction.lineItem.updateMany({
      where: { orderId, platformItemId: { in: platformItemIds } },
      data: { sentToCustomeow: true },
    });
    await startDesigned(transaction, jobs, order, platformItemIds);
    await failLeftOut(transaction, order, platformItemIds);
    await refreshOrderState(transaction, orderId);
  });
}

function messageOf({ attemptedAt }: OrderWithLines, how: CreatedOrder["how"]): string {
  if (how === "created") return "Order created in CustoMeow.";
  return attemptedAt === null
    ? "The order was found in CustoMeow, so it is not sent."
    : "The order was found in CustoMeow: an earlier attempt had created it, although its answer never arrived.";
}

async function startDesigned(
  transaction: Transaction,
  jobs: JobQueue,
  { id: orderId, shopId }: OrderWithLines,
  platformItemIds: string[],
): Promise<void> {
  const designed = await transaction.lineItem.updateManyAndReturn({
    where: { orderId, state: "queued", platformItemId: { in: platformItemIds } },
    data: { state: "sent" },
    select: { id: true },
  });
  for (const { id } of designed)
    await jobs.enqueue(transaction, "list-templates", { shopId, lineItemId: id });
}

async function failLeftOut(
  transaction: Transaction,
  { id: orderId, platformOrderNo }: OrderWithLines,
  platformItemIds: string[],
): Promise<void> {
  const waiting: LineItem["state"][] = ["queued", "awaiting_customization"];
  const leftOut = await transaction.lineItem.findMany({
    where: { orderId, state: { in: waiting }, platformItemId: { notIn: platformItemIds } },
  });
  for (const line of leftOut)
    await failLineItem(transaction, line, waiting, lineFailures.addedAfterSending(platformOrderNo));
}
