import { z } from "zod";
import { call, type Connection } from "./http.ts";
import type { CustomeowResult } from "./failure.ts";
import {
  count,
  customeowOrderId,
  type CustomeowOrderId,
  type CustomInfoId,
  list,
  optionalCustomInfoId,
  text,
} from "./ids.ts";

/** What CustoMeow is told of an order (reference, Create order). */
export interface NewOrder {
  storeId: string;
  platformOrderId: string;
  platformOrderNo: string;
  /** ISO 8601 with its offset. */
  platformCreatedAt: string;
  currencyCode: string;
  lineItems: NewOrderLine[];
}

export interface NewOrderLine {
  sku: string;
  /** NO_DESIGN where the line waits for its customisation. */
  customInfoId: CustomInfoId;
  platformItemId: string;
  platformProductId: string;
  platformProductTitle: string;
  platformVariantTitle: string;
  platformVariantId: string;
  platformProductImage: string;
  quantity: number;
  /** Decimal string, of one piece. */
  price: string;
}

const orderLine = z.object({
  id: text,
  orderId: text,
  sku: text,
  customInfoId: optionalCustomInfoId,
  platformItemId: text,
  platformProductId: text,
  platformProductTitle: text,
  platformVariantTitle: text,
  platformVariantId: text,
  platformProductImage: text,
  quantity: count,
});

const existingOrder = z.object({
  id: customeowOrderId,
  platformOrderId: text,
  platformOrderNo: text,
  platformCreatedAt: text,
  lineItems: list(orderLine),
});

const listedLine = orderLine.extend({
  platformOrderId: text,
  platformOrderNo: text,
  platformCreatedAt: text,
  storeId: text,
});

const listedLines = z.object({
  count,
  list: list(listedLine),
});

/** A line of an order that CustoMeow has; `customInfoId` is null while it has no design. */
export type OrderLine = z.output<typeof orderLine>;
/** An order that CustoMeow has. */
export type ExistingOrder = z.output<typeof existingOrder>;
/** A row of the order list: one line item, with its order's ids. */
export type ListedOrderLine = z.output<typeof listedLine>;

/**
 * `POST /order`. Not known to be idempotent, and CustoMeow charges for each order: after `unknown_outcome`, look it
 * up with `findOrder` before sending it again.
 */
export async function createOrder(
  connection: Connection,
  order: NewOrder,
): Promise<CustomeowResult<CustomeowOrderId>> {
  const created = await call(connection, {
    name: "POST /order",
    kind: "write",
    path: "/order",
    body: order,
    value: z.object({ id: customeowOrderId }),
  });
  return created.ok ? { ok: true, value: created.value.id } : created;
}

/**
 * `GET /order-info`: the order that stands for one of the platform's, or null where there is none. How CustoMeow
 * says "none" is not documented: an error that means not found, or an answer without an order. An answer about
 * another order is neither.
 */
export async function findOrder(
  connection: Connection,
  storeId: string,
  platformOrderId: string,
): Promise<CustomeowResult<ExistingOrder | null>> {
  const isAskedFor = (order: ExistingOrder) =>
    order.platformOrderId === platformOrderId || order.platformOrderId === "";
  const found = await call(connection, {
    name: "GET /order-info",
    kind: "read",
    path: "/order-info",
    query: { storeId, platformOrderId },
    value: noOrder.or(existingOrder.refine(isAskedFor, "is another order than the one asked for")),
  });
  return !found.ok && found.failure.kind === "not_found" ? { ok: true, value: null } : found;
}

const noOrder = z
  .union([z.object({ id: z.union([z.literal("0"), z.literal(0), z.literal("")]) }), z.strictObject({})])
  .nullish()
  .transform(() => null);

/** `GET /order`, one page. Each row is a line item. */
export async function listOrderLines(
  connection: Connection,
  page: { page: number; pageSize: number },
): Promise<CustomeowResult<{ count: number; list: ListedOrderLine[] }>> {
  return call(connection, {
    name: "GET /order",
    kind: "read",
    path: "/order",
    query: { page: String(page.page), pageSize: String(page.pageSize) },
    value: listedLines,
  });
}
