import sql, { type Sql } from "sql-template-tag";
import type { Transaction } from "../../database/database.ts";
import type { MappedOrder } from "../read-shopify/mapOrder.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** How long it is remembered that an order had nothing for CustoMeow. */
const REMEMBERED_DAYS = 30;

/**
 * The lines that concern CustoMeow of an order that is not recorded. A line without a design concerns it only where
 * its SKU was integrated when the order came: a merchant who integrates a SKU does not want last week's orders made.
 */
export function concerning(
  order: MappedOrder,
  passedOverItemIds: readonly string[],
  isNew: boolean,
): MappedOrder {
  const isForgotten =
    !isNew && Date.now() - Date.parse(order.platformCreatedAt) > REMEMBERED_DAYS * DAY_MILLISECONDS;
  const isNotOurs = ({ design, platformItemId }: MappedOrder["lines"][number]) =>
    design.kind === "awaited" && (isForgotten || passedOverItemIds.includes(platformItemId));
  return {
    ...order,
    lines: order.lines.filter((line) => !isNotOurs(line)),
    others: [...order.others, ...order.lines.filter(isNotOurs)],
  };
}

/** The statement that remembers an order that has nothing for CustoMeow, as of its newest version. */
export function passingOver(shopId: string, order: MappedOrder): Sql {
  const { platformOrderId, platformUpdatedAt, others } = order;
  const itemIds = others.map(({ platformItemId }) => platformItemId);
  return sql`
    INSERT INTO "PassedOverOrder" AS known ("shopId", "platformOrderId", "platformUpdatedAt", "itemIds", "seenAt")
    VALUES (${shopId}::uuid, ${platformOrderId}, ${platformUpdatedAt}, ${itemIds}::text[], clock_timestamp())
    ON CONFLICT ("shopId", "platformOrderId") DO UPDATE
      SET "platformUpdatedAt" = EXCLUDED."platformUpdatedAt", "itemIds" = EXCLUDED."itemIds", "seenAt" = EXCLUDED."seenAt"
      WHERE known."platformUpdatedAt" < EXCLUDED."platformUpdatedAt"`;
}

/** The statement that forgets it again: the order has something for CustoMeow now. */
export function noLongerPassedOver(shopId: string, platformOrderId: string, onlyIf: Sql): Sql {
  return sql`
    DELETE FROM "PassedOverOrder"
    WHERE "shopId" = ${shopId}::uuid AND "platformOrderId" = ${platformOrderId} AND ${onlyIf}`;
}

/** Forgets the shop's orders that were passed over long ago. */
export async function forgetPassedOver(
  database: Pick<Transaction, "passedOverOrder">,
  shopId: string,
): Promise<void> {
  const before = new Date(Date.now() - REMEMBERED_DAYS * DAY_MILLISECONDS);
  await database.passedOverOrder.deleteMany({ where: { shopId, seenAt: { lt: before } } });
}
