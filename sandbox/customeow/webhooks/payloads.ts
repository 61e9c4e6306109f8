import { createdAt, pieces, type Order } from "../orders/orders.ts";
import type { Sku, Store } from "../stores/stores.ts";

/** Event names exactly as the reference spells them, odd capitals included. */
export const webhookEvents = [
  "order.completedCustomInfo",
  "sku.add",
  "sku.addfeature",
  "sku.replaceFeature",
  "sku.deleteFeature",
  "SKu.delete",
] as const;

export type WebhookEvent = (typeof webhookEvents)[number];

/** The items' key has a lower-case L where an I belongs, and quantities are strings, as in the reference's example. */
export function completedOrder(order: Order) {
  return {
    id: order.id,
    quantity: pieces(order),
    platformOrderId: order.platformOrderId,
    platformStoreId: order.storeId,
    platformOrderNo: order.platformOrderNo,
    platformCreatedAt: createdAt(order),
    lineltems: order.lineItems.map((line) => ({
      id: line.id,
      title: line.platformProductTitle,
      productId: line.platformProductId,
      variantTitle: line.platformVariantTitle,
      variantId: line.platformVariantId,
      sku: line.sku,
      image: line.platformProductImage,
      customInfoId: line.customInfoId,
      customizerVersion: line.customVersion,
      customId: line.customId,
      quantity: String(line.quantity),
      platformItemId: line.platformItemId,
    })),
  };
}

/** Payload of an event about SKUs. Each event leaves out other fields. */
export function skuPayload(
  event: Exclude<WebhookEvent, "order.completedCustomInfo">,
  store: Store,
  skus: Sku[],
) {
  const about = { id: store.id, name: store.name };
  const dates = (sku: Sku) => ({ createdAt: sku.createdAt, updatedAt: sku.updatedAt });
  const name = (sku: Sku) => ({ id: sku.id, sku: sku.sku });
  const withStatus = skus.map((sku) => ({
    ...name(sku),
    integratedStatus: sku.integratedStatus,
    ...dates(sku),
  }));
  const custom = { id: skus[0]?.custom.id ?? "0", title: skus[0]?.custom.title ?? "" };
  switch (event) {
    case "sku.add":
      return { store: about, skus: withStatus };
    case "sku.addfeature":
    case "sku.replaceFeature":
      return { store: about, skus: withStatus, custom };
    case "sku.deleteFeature":
      return { store: about, skus: skus.map((sku) => ({ ...name(sku), ...dates(sku) })) };
    case "SKu.delete":
      return { store: about, skus: skus.map(name) };
  }
}
