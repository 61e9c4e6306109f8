import type { ExistingOrder } from "../../customeow/order.ts";
import type { SqlPool } from "../../database/sql.ts";
import type { CustomeowAccounts } from "../../accounts/customeowAccounts.ts";
import { laterOrFailed } from "../../accounts/retryLater.ts";
import sql from "sql-template-tag";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";

/** What came of a hint that an order's missing designs were made. */
export type CompletedDesigns =
  | { outcome: "no_such_order" | "nothing_awaited" | "not_connected" | "not_in_customeow" | "no_new_design" }
  | { outcome: "completed"; items: number };

/**
 * CustoMeow hints that an order's missing designs were made. What it claims is read back, and only lines of this
 * shop's that wait for a design are changed.
 * @throws Error to be tried again later, where CustoMeow does not answer
 */
export async function completeDesigns(
  services: { sql: SqlPool; lifecycle: Lifecycle; customeow: CustomeowAccounts },
  shopId: string,
  platformOrderId: string,
): Promise<CompletedDesigns> {
  const { sql: rows, lifecycle } = services;
  const [order] = await rows.rows<{ id: string; isAwaited: boolean }>(sql`
    SELECT "id", EXISTS (
      SELECT FROM "LineItem" AS line WHERE line."orderId" = "Order"."id" AND line."state" = 'awaiting_customization'
    ) AS "isAwaited"
    FROM "Order" WHERE "shopId" = ${shopId}::uuid AND "platformOrderId" = ${platformOrderId}`);
  if (order === undefined) return { outcome: "no_such_order" };
  if (!order.isAwaited) return { outcome: "nothing_awaited" };

  const account = await services.customeow.forShop(shopId, "order");
  if (account === null) return { outcome: "not_connected" };
  const found = await account.client.findOrder(account.storeId, platformOrderId);
  if (!found.ok) throw laterOrFailed(found.failure);
  const existing = found.value;
  if (existing === null) return { outcome: "not_in_customeow" };

  const reference = { shopId, orderId: order.id };
  const items = await lifecycle.change(reference, (change) => complete(change, existing));
  return items === null || items === 0 ? { outcome: "no_new_design" } : { outcome: "completed", items };
}

/** @returns how many lines got their design */
function complete(change: OrderChange, existing: ExistingOrder): number {
  const designs = new Map(existing.lineItems.map((line) => [line.platformItemId, line.customInfoId]));
  let items = 0;
  for (const line of change.lines) {
    const customInfoId = designs.get(line.platformItemId);
    if (!customInfoId) continue;
    // The hint may come twice at the same time: the other one goes on.
    if (!change.lineHappens(line, "design_completed", { customInfoId, sentToCustomeow: true })) continue;
    change.tell({ code: "design_completed", parameters: {} }, line);
    items += 1;
  }
  return items;
}
