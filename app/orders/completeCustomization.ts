import type { ExistingOrder } from "../customeow/order.ts";
import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import { laterOrFailed } from "../accounts/retryLater.ts";
import { advanceLineItem } from "./lineItemState.ts";

/**
 * CustoMeow hints that an order's missing designs were made. What it claims is read back, and only lines of this
 * shop's that wait for a design are changed. @returns what came of it, in a sentence.
 */
export async function completeCustomization(
  services: { database: Database; jobs: JobQueue; customeow: CustomeowAccounts },
  shopId: string,
  platformOrderId: string,
): Promise<string> {
  const { database } = services;
  const order = await database.order.findUnique({
    where: { shopId_platformOrderId: { shopId, platformOrderId } },
    include: { lineItems: { where: { state: "awaiting_customization" } } },
  });
  if (order === null) return "The shop has no such order.";
  if (order.lineItems.length === 0) return "No item of the order waits for a design.";

  const account = await services.customeow.forShop(shopId, "order");
  if (account === null) return "The shop is not connected to CustoMeow.";
  const found = await account.client.findOrder(account.storeId, platformOrderId);
  if (!found.ok) throw laterOrFailed(found.failure);
  if (found.value === null) return "CustoMeow has no such order.";

  const completed = await startCompleted(services, shopId, order, found.value);
  return completed === 0
    ? "CustoMeow has no new design for the order."
    : `Designs found for ${completed} items.`;
}

async function startCompleted(
  { database, jobs }: { database: Database; jobs: JobQueue },
  shopId: string,
  order: { id: string; lineItems: { id: string; shopId: string; orderId: string; platformItemId: string }[] },
  existing: ExistingOrder,
): Promise<number> {
  const designs = new Map(existing.lineItems.map((line) => [line.platformItemId, line.customInfoId]));
  return database.$transaction(async (transaction) => {
    let completed = 0;
    for (const line of order.lineItems) {
      const customInfoId = designs.get(line.platformItemId);
      if (!customInfoId) continue;
      const message = "The design was made in CustoMeow.";
      const moved = await advanceLineItem(
        transaction,
        line,
        { from: ["awaiting_customization"], to: "sent" },
        { kind: "design_completed", message },
        { customInfoId, sentToCustomeow: true },
      );
      // The hint may come twice at the same time: the other one goes on.
      if (!moved) continue;
      await jobs.enqueue(transaction, "list-templates", { shopId, lineItemId: line.id });
      completed += 1;
    }
    return completed;
  });
}
