import { instant } from "../stores/instant.ts";
import type { Snowflakes } from "../stores/snowflakes.ts";
import type { Custom } from "../stores/stores.ts";
import type { LineItemRequest, OrderRequest } from "./orderRequest.ts";

/** As the order list shows a line that has no design (reference, Get order list). */
export const NO_DESIGN = "0";

export interface LineItem extends LineItemRequest {
  id: string;
  customId: string;
  customVersion: string;
}

export interface Order {
  id: string;
  storeId: string;
  receivedAt: string;
  platformOrderId: string;
  platformOrderNo: string;
  /** As sent; answers show it in UTC. */
  platformCreatedAt: string;
  currencyCode: string;
  lineItems: LineItem[];
}

/**
 * The orders, with everything that is asked often at hand. Not idempotent, on purpose: the reference promises
 * nothing, so the same platform order sent twice becomes two orders, and is reported as a duplicate.
 */
export class Orders {
  readonly #snowflakes: Snowflakes;
  #all: Order[] = [];
  #byPlatformId = new Map<string, Order[]>();
  #lineItems = new Map<string, number>();

  constructor(snowflakes: Snowflakes) {
    this.#snowflakes = snowflakes;
  }

  /** @param customs the custom feature of each line, in the order of the lines */
  create(request: OrderRequest, customs: Custom[]): Order {
    const order: Order = {
      id: this.#snowflakes.next(),
      storeId: request.storeId,
      receivedAt: new Date().toISOString(),
      platformOrderId: request.platformOrderId,
      platformOrderNo: request.platformOrderNo,
      platformCreatedAt: request.platformCreatedAt,
      currencyCode: request.currencyCode,
      lineItems: request.lineItems.map((line, index) => ({
        ...line,
        id: this.#snowflakes.next(),
        customId: customs[index]?.id ?? "0",
        customVersion: line.customInfoId === NO_DESIGN ? "0" : (customs[index]?.version ?? "0"),
      })),
    };
    this.#all.push(order);
    const key = platformKey(order.storeId, order.platformOrderId);
    this.#byPlatformId.set(key, [...(this.#byPlatformId.get(key) ?? []), order]);
    this.#lineItems.set(order.storeId, this.lineItemCount(order.storeId) + order.lineItems.length);
    return order;
  }

  all(): readonly Order[] {
    return this.#all;
  }

  /** Every order of this platform order; more than one is a duplicate. */
  ofPlatform(storeId: string, platformOrderId: string): readonly Order[] {
    return this.#byPlatformId.get(platformKey(storeId, platformOrderId)) ?? [];
  }

  lineItemCount(storeId: string): number {
    return this.#lineItems.get(storeId) ?? 0;
  }

  duplicates(): { storeId: string; platformOrderId: string; orderIds: string[] }[] {
    return [...this.#byPlatformId.values()]
      .filter((orders) => orders.length > 1)
      .map((orders) => ({
        storeId: orders[0]?.storeId ?? "",
        platformOrderId: orders[0]?.platformOrderId ?? "",
        orderIds: orders.map((order) => order.id),
      }));
  }

  /** Rows of the order list, newest order first (the order is our choice). */
  page(storeIds: ReadonlySet<string>, skip: number, take: number): { order: Order; line: LineItem }[] {
    const rows: { order: Order; line: LineItem }[] = [];
    let skipped = 0;
    for (let index = this.#all.length - 1; index >= 0 && rows.length < take; index -= 1) {
      const order = this.#all[index];
      if (!order || !storeIds.has(order.storeId)) continue;
      for (const line of order.lineItems) {
        if (skipped < skip) skipped += 1;
        else if (rows.length < take) rows.push({ order, line });
      }
    }
    return rows;
  }

  clear(): void {
    this.#all = [];
    this.#byPlatformId = new Map();
    this.#lineItems = new Map();
  }
}

/** One row of an order's `lineItems` (reference, Get order). The order list adds the store's id. */
export function lineItemRow(order: Order, line: LineItem) {
  return {
    id: line.id,
    orderId: order.id,
    platformOrderNo: order.platformOrderNo,
    platformOrderId: order.platformOrderId,
    platformCreatedAt: createdAt(order),
    sku: line.sku,
    customId: line.customId,
    customInfoId: line.customInfoId,
    customVersion: line.customVersion,
    platformItemId: line.platformItemId,
    platformProductId: line.platformProductId,
    platformProductTitle: line.platformProductTitle,
    platformVariantTitle: line.platformVariantTitle,
    platformVariantId: line.platformVariantId,
    platformProductImage: line.platformProductImage,
    quantity: line.quantity,
  };
}

export function createdAt(order: Order): string {
  return instant(new Date(order.platformCreatedAt));
}

/** Pieces in the whole order. */
export function pieces(order: Order): number {
  return order.lineItems.reduce((sum, line) => sum + line.quantity, 0);
}

const platformKey = (storeId: string, platformOrderId: string) => `${storeId}/${platformOrderId}`;
