import sql, { type Sql } from "sql-template-tag";
import type { SqlPool } from "../../database/sql.ts";
import { integratedAmong } from "../../skus/integratedSkus.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import { mapOrder, type MappedOrder, unreadableLine } from "../read-shopify/mapOrder.ts";
import type { ShopifyOrder } from "../read-shopify/shopifyOrder.ts";
import type { AlongsideApplied, AppliedOrder, ApplyingShop } from "./appliedOrder.ts";
import { changeOrder } from "./changeOrder.ts";
import type { OrderSource } from "./orderSource.ts";
import { concerning, passingOver } from "./passOver.ts";
import { recordOrder } from "./recordOrder.ts";

export interface ApplyServices {
  sql: SqlPool;
  lifecycle: Lifecycle;
}

/**
 * Makes the shop's order what Shopify says it is. Invariant: it ends up the same whichever of its versions come, in
 * whatever order and however often: `updated_at` tells which is newer, and an older one changes nothing.
 */
export async function applyShopifyOrder(
  services: ApplyServices,
  shop: ApplyingShop,
  shopifyOrder: ShopifyOrder,
  source: OrderSource,
  alongside: AlongsideApplied = () => [],
): Promise<AppliedOrder> {
  const known = await whatIsKnown(services.sql, shop.id, shopifyOrder);
  const integrated = new Set(known.integratedSkus);
  const item = unreadableLine(shopifyOrder, integrated);
  if (item !== null) return noteAlone(services.sql, { outcome: "unreadable", item }, alongside);

  const order = mapOrder(shopifyOrder, integrated);
  const change = (orderId: string) => applyVersion(services, { shopId: shop.id, orderId }, order, alongside);
  if (known.orderId !== null) return change(known.orderId);

  if (known.forgottenBefore !== null && new Date(order.platformCreatedAt) < known.forgottenBefore)
    return noteAlone(services.sql, { outcome: "forgotten" }, alongside);
  const isNew = source.kind === "created";
  if (!isNew && new Date(order.platformCreatedAt) < shop.installedAt)
    return noteAlone(services.sql, { outcome: "before_installation" }, alongside);
  if (known.passedOverUpdatedAt !== null && order.platformUpdatedAt < known.passedOverUpdatedAt)
    return noteAlone(services.sql, { outcome: "outdated" }, alongside);
  const concerned = concerning(order, known.passedOverItemIds ?? [], isNew);
  if (concerned.lines.length === 0) return passOver(services.sql, shop.id, concerned, alongside);

  const isRecorded = await recordOrder(services.lifecycle, shop, concerned, source, alongside);
  if (isRecorded) return { outcome: "recorded" };
  const first = await whatIsKnown(services.sql, shop.id, shopifyOrder);
  if (first.orderId === null) throw new Error("The order was recorded by another, and is gone again.");
  return change(first.orderId);
}

interface Known {
  integratedSkus: string[];
  orderId: string | null;
  passedOverUpdatedAt: Date | null;
  passedOverItemIds: string[] | null;
  forgottenBefore: Date | null;
}

const nothingKnown: Known = {
  integratedSkus: [],
  orderId: null,
  passedOverUpdatedAt: null,
  passedOverItemIds: null,
  forgottenBefore: null,
};

async function whatIsKnown(rows: SqlPool, shopId: string, order: ShopifyOrder): Promise<Known> {
  const { readable, unreadable } = order.line_items;
  const skus = [...readable, ...unreadable].map(({ sku }) => sku ?? "");
  const [known] = await rows.rows<Known>(sql`
    SELECT ARRAY(${integratedAmong(shopId, skus)}) AS "integratedSkus", "order"."id" AS "orderId",
           passed."platformUpdatedAt" AS "passedOverUpdatedAt", passed."itemIds" AS "passedOverItemIds",
           shop."ordersForgottenBefore" AS "forgottenBefore"
    FROM (VALUES (${shopId}::uuid, ${order.id}::text)) AS asked("shopId", "platformOrderId")
    LEFT JOIN "Order" AS "order" USING ("shopId", "platformOrderId")
    LEFT JOIN "PassedOverOrder" AS passed USING ("shopId", "platformOrderId")
    LEFT JOIN "Shop" AS shop ON shop."id" = asked."shopId"`);
  return known ?? nothingKnown;
}

async function applyVersion(
  { sql: rows, lifecycle }: ApplyServices,
  reference: { shopId: string; orderId: string },
  order: MappedOrder,
  alongside: AlongsideApplied,
): Promise<AppliedOrder> {
  const applied = await lifecycle.change(reference, (change) => changeOrder(change, order), alongside);
  // Its shop was erased meanwhile.
  return applied ?? noteAlone(rows, { outcome: "outdated" }, alongside);
}

async function passOver(
  rows: SqlPool,
  shopId: string,
  order: MappedOrder,
  alongside: AlongsideApplied,
): Promise<AppliedOrder> {
  const applied: AppliedOrder = { outcome: "nothing_customised" };
  await together(rows, [passingOver(shopId, order), ...alongside(applied, sql`true`)]);
  return applied;
}

/** Where nothing changes, what came of it is noted all the same. */
async function noteAlone(
  rows: SqlPool,
  applied: AppliedOrder,
  alongside: AlongsideApplied,
): Promise<AppliedOrder> {
  await together(rows, alongside(applied, sql`true`));
  return applied;
}

/** One commit: all but the last are parts of the last. */
async function together(rows: SqlPool, statements: readonly Sql[]): Promise<void> {
  const [last, ...others] = statements.toReversed();
  if (last === undefined) return;
  const [second] = others;
  await rows.rows(second === undefined ? last : sql`WITH before AS (${second}) ${last}`);
}
