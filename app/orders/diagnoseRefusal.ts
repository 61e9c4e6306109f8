import type { LineItem } from "@prisma/client";
import { parseCustomInfoId } from "../customeow/ids.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { integratedSkus } from "../skus/integratedSkus.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import type { CreateOrderServices, OrderWithLines } from "./createOrder.ts";
import { type LineFailure, lineFailures } from "./failure.ts";
import { failLineItem } from "./lineItemState.ts";
import { lockOrder } from "./lockOrder.ts";

const SENDABLE = ["queued", "awaiting_customization"] as const;

/**
 * CustoMeow refuses an order as a whole. Which line is to blame is found out here, so that its siblings go on:
 * a SKU that CustoMeow does not make, a design that CustoMeow does not know, then a line without design, then whatever else, which fails all of them.
 */
export async function diagnoseRefusal(
  services: CreateOrderServices,
  order: OrderWithLines,
  lines: LineItem[],
  account: CustomeowAccount,
  words: string,
): Promise<void> {
  const skus = lines.map(({ sku }) => sku);
  const integrated = await integratedSkus(services.database, order.shopId, skus);
  const foreign = lines.filter(({ sku }) => !integrated.has(sku));
  if (foreign.length > 0) {
    const failed = foreign.map((line) => ({ line, failure: lineFailures.skuUnknown(line.sku) }));
    await failAndSendOthers(services, order, lines, failed);
    return;
  }
  const unknown = await linesWithUnknownDesign(account, lines);
  if (unknown.length > 0) {
    const failed = unknown.map((line) => ({
      line,
      failure: lineFailures.designUnknown(line.customInfoId ?? ""),
    }));
    await failAndSendOthers(services, order, lines, failed);
    return;
  }
  const undesigned = lines.filter(({ customInfoId }) => customInfoId === null);
  if (undesigned.length > 0) {
    const failed = undesigned.map((line) => ({ line, failure: lineFailures.refusedWithoutDesign(words) }));
    await failAndSendOthers(services, order, lines, failed);
    return;
  }
  await refuseAll(services, order, lines, words);
}

async function linesWithUnknownDesign(account: CustomeowAccount, lines: LineItem[]): Promise<LineItem[]> {
  const unknown: LineItem[] = [];
  for (const line of lines) {
    const customInfoId = line.customInfoId === null ? null : parseCustomInfoId(line.customInfoId);
    if (customInfoId === null) continue;
    const templates = await account.client.templates(customInfoId);
    if (templates.ok) continue;
    const { kind, message } = templates.failure;
    if (kind === "not_found" || kind === "rejected") unknown.push(line);
    else throw new Error(`The designs of a refused order could not be checked: ${message}`);
  }
  return unknown;
}

async function failAndSendOthers(
  { database, jobs }: CreateOrderServices,
  order: OrderWithLines,
  lines: LineItem[],
  failed: { line: LineItem; failure: LineFailure }[],
): Promise<void> {
  await database.$transaction(async (transaction) => {
    for (const { line, failure } of failed) await failLineItem(transaction, line, SENDABLE, failure);
    if (failed.length < lines.length)
      await jobs.enqueue(transaction, "create-order", { shopId: order.shopId, orderId: order.id });
  });
}

async function refuseAll(
  { database }: CreateOrderServices,
  order: OrderWithLines,
  lines: LineItem[],
  words: string,
): Promise<void> {
  const { shopId, id: orderId } = order;
  await database.$transaction(async (transaction) => {
    await lockOrder(transaction, orderId);
    const { count } = await transaction.order.updateMany({
      where: { id: orderId, submission: "pending" },
      data: { submission: "rejected" },
    });
    if (count === 0) return;
    await addToTimeline(
      transaction,
      { shopId, orderId },
      "order_refused",
      `CustoMeow refused the order: ${words}`,
    );
    for (const line of lines) await failLineItem(transaction, line, SENDABLE, lineFailures.refused(words));
  });
}
