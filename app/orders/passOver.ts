import type { Transaction } from "../database/database.ts";
import type { MappedOrder } from "./mapOrder.ts";

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

/** Remembers an order that has nothing for CustoMeow, as of its newest version. */
export async function passOver(transaction: Transaction, shopId: string, order: MappedOrder): Promise<void> {
  const { platformOrderId, platformUpdatedAt, others } = order;
  const row = {
    platformUpdatedAt,
    itemIds: others.map(({ platformItemId }) => platformItemId),
    seenAt: new Date(),
  };
  const { count } = await transaction.passedOverOrder.createMany({
    data: [{ shopId, platformOrderId, ...row }],
    skipDuplicates: true,
  });
  if (count > 0) return;
  await transaction.passedOverOrder.updateMany({
    where: { shopId, platformOrderId, platformUpdatedAt: { lt: platformUpdatedAt } },
    data: row,
  });
}

/** Forgets the shop's orders that were passed over long ago. */
export async function forgetPassedOver(
  database: Pick<Transaction, "passedOverOrder">,
  shopId: string,
): Promise<void> {
  const before = new Date(Date.now() - REMEMBERED_DAYS * DAY_MILLISECONDS);
  await database.passedOverOrder.deleteMany({ where: { shopId, seenAt: { lt: before } } });
}
