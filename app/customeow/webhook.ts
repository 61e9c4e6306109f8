import { z } from "zod";
import { cleanText } from "./cleanText.ts";
import { count, optionalCustomInfoId, text } from "./ids.ts";
import { parseCleanly } from "./losslessJson.ts";
import { integratedStatus } from "./sku.ts";

/**
 * What CustoMeow says in a webhook. Nothing signs it: take it as a hint, and read back what it claims.
 * Event names come in changing case (`SKu.delete`), line items under `lineltems` with a lower-case L, quantities
 * as strings (reference, Webhooks event types).
 */
export type CustomeowWebhook = { id: string; objectId: string; pushedAt: string } & (
  | { event: "order.completedCustomInfo"; order: CompletedOrder }
  | { event: SkuEvent; storeId: string; skus: z.output<typeof sku>[] }
  | { event: "unknown"; name: string }
);

export type SkuEvent =
  "sku.add" | "sku.addFeature" | "sku.replaceFeature" | "sku.deleteFeature" | "sku.delete";
export type CompletedOrder = z.output<typeof completedOrder>;

const skuEvents: readonly SkuEvent[] = [
  "sku.add",
  "sku.addFeature",
  "sku.replaceFeature",
  "sku.deleteFeature",
  "sku.delete",
];

const line = z.object({
  id: text,
  sku: text,
  platformItemId: text,
  customInfoId: optionalCustomInfoId,
  quantity: count.nullish(),
});

const lines = z.array(line).nullish();

const completedOrder = z
  .object({
    id: text,
    platformOrderId: text,
    platformStoreId: text,
    platformOrderNo: text,
    lineltems: lines,
    lineItems: lines,
  })
  .transform(({ lineltems, lineItems, ...order }) => ({
    ...order,
    lineItems: lineItems?.length ? lineItems : (lineltems ?? []),
  }));

const sku = z.object({ id: text, sku: text, integratedStatus: integratedStatus.optional() });
const skuPayload = z.object({ store: z.object({ id: text }).nullish(), skus: z.array(sku).nullish() });

const envelope = z.object({
  id: text,
  event: z.string(),
  objectId: text,
  pushTime: text,
  payload: z.unknown().optional(),
});

/**
 * @returns the webhook, or what is wrong with it. An event that is not known is no mistake.
 */
export function parseCustomeowWebhook(
  body: string,
): { ok: true; webhook: CustomeowWebhook } | { ok: false; reason: string } {
  let json: unknown;
  try {
    json = parseCleanly(body);
  } catch {
    return { ok: false, reason: "the body is not JSON" };
  }
  const opened = envelope.safeParse(json);
  if (!opened.success) return { ok: false, reason: whatIsWrong(opened.error) };

  const { id, objectId, pushTime: pushedAt, event, payload } = opened.data;
  const common = { id, objectId, pushedAt };
  const name = event.trim().toLowerCase();

  if (name === "order.completedcustominfo") {
    const order = completedOrder.safeParse(payload);
    if (!order.success) return { ok: false, reason: whatIsWrong(order.error) };
    return { ok: true, webhook: { ...common, event: "order.completedCustomInfo", order: order.data } };
  }
  const skuEvent = skuEvents.find((known) => known.toLowerCase() === name);
  if (skuEvent === undefined) return { ok: true, webhook: { ...common, event: "unknown", name: event } };

  const parsed = skuPayload.safeParse(payload);
  if (!parsed.success) return { ok: false, reason: whatIsWrong(parsed.error) };
  const { store, skus } = parsed.data;
  return { ok: true, webhook: { ...common, event: skuEvent, storeId: store?.id ?? "", skus: skus ?? [] } };
}

/** A message of a hundred thousand wrong items would make a reason as long as a book. */
const whatIsWrong = (error: z.ZodError) => cleanText(z.prettifyError(error));
