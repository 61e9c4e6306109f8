import sql from "sql-template-tag";
import type { Database } from "../database/database.ts";
import type { Sql } from "../database/sql.ts";
import { designIdsOf } from "./designIds.ts";

interface ExportServices {
  database: Database;
  sql: Sql;
}

/**
 * All that is stored of the customer's orders, to be handed over, as the text of a JSON file: an order at a time, so that
 * a customer of many orders costs no more memory than one of few.
 * @returns null where the shop has no such request
 */
export async function exportCustomerData(
  services: ExportServices,
  shop: { id: string; domain: string },
  id: string,
): Promise<AsyncGenerator<string> | null> {
  const request = await services.database.customerDataRequest.findFirst({ where: { id, shopId: shop.id } });
  if (request === null) return null;
  const { platformOrderIds, receivedAt } = request;
  return fileOf({ id, receivedAt }, ordersOf(services, shop, platformOrderIds));
}

async function* fileOf(request: object, orders: AsyncGenerator<object>): AsyncGenerator<string> {
  yield `{"request":${JSON.stringify(request)},"orders":[`;
  let separator = "";
  for await (const order of orders) {
    yield separator + JSON.stringify(order, null, 2);
    separator = ",";
  }
  yield "]}\n";
}

async function* ordersOf(
  { database, sql: rows }: ExportServices,
  { id: shopId, domain }: { id: string; domain: string },
  platformOrderIds: readonly string[],
): AsyncGenerator<object> {
  for (const platformOrderId of platformOrderIds) {
    const order = await database.order.findFirst({
      where: { shopId, platformOrderId },
      include: {
        lineItems: {
          orderBy: { position: "asc" },
          include: { compositeTasks: { include: { files: true } } },
        },
        timeline: { orderBy: { at: "asc" } },
        unexpectedAnswers: { orderBy: { receivedAt: "asc" } },
      },
    });
    if (order === null) continue;
    const designIds = await designIdsOf(rows, [order.id]);
    const designs = await database.design.findMany({ where: { shopId, customInfoId: { in: designIds } } });
    const messages = await rows.rows(sql`
      SELECT "source", "topic", "receivedAt", "body" FROM "WebhookDelivery"
      WHERE "shopDomain" = ${domain} AND "topic" NOT LIKE 'customers/%' AND "body" LIKE ${`%${platformOrderId}%`}
      ORDER BY "receivedAt"`);
    yield { ...order, designs, messages };
  }
}
