import { z } from "zod";
import type { Customeow } from "../customeow.ts";
import { instant } from "../stores/instant.ts";
import { looks, productLooks, templateKinds } from "../stores/looks.ts";
import type { IntegratedStatus, Sku, Store } from "../stores/stores.ts";
import { skuPayload, type WebhookEvent } from "../webhooks/payloads.ts";
import { ControlError } from "./controlError.ts";

const INTEGRATED = 3;
const REMOVED = 4;

const skuChange = z.strictObject({
  storeId: z.string(),
  sku: z.string().min(1),
  customTitle: z.string().min(1).optional(),
  look: z.enum(productLooks).optional(),
  integratedStatus: z
    .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .optional(),
  templates: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        kind: z.enum(templateKinds),
        scale: z.number().positive().optional(),
      }),
    )
    .optional(),
});

type SkuChange = z.infer<typeof skuChange>;

/** Adds a SKU, or changes one, and tells the merchant's webhook. @returns the SKU and the event it was told with */
export async function changeSku(customeow: Customeow, body: unknown) {
  const change = skuChange.parse(body);
  const store = storeWith(customeow, change.storeId);
  const known = store.skus.get(change.sku);
  const { sku, event } = known ? changed(customeow, known, change) : added(customeow, store, change);
  if (event) await tell(customeow, store, event, sku);
  return { sku, event };
}

/** Forgets a SKU and tells the merchant's webhook. Designs and orders of it stay. */
export async function deleteSku(customeow: Customeow, body: unknown) {
  const { storeId, sku: name } = z.strictObject({ storeId: z.string(), sku: z.string() }).parse(body);
  const store = storeWith(customeow, storeId);
  const sku = store.skus.get(name);
  if (!sku) throw new ControlError(404, `The store has no SKU "${name}".`);
  store.skus.delete(name);
  await tell(customeow, store, "SKu.delete", sku);
  return { sku, event: "SKu.delete" };
}

/** @throws ControlError */
export function storeWith(customeow: Customeow, storeId: string): Store {
  const store = customeow.stores.byId(storeId);
  if (!store) throw new ControlError(404, `There is no store with id ${storeId}.`);
  return store;
}

function added(customeow: Customeow, store: Store, change: SkuChange): { sku: Sku; event: SkuEvent } {
  const sku = customeow.stores.addSku(store, {
    sku: change.sku,
    integratedStatus: change.integratedStatus ?? 1,
    customTitle: change.customTitle ?? `Custom ${change.sku}`,
    look: change.look ?? "mug",
    templates: change.templates,
  });
  return { sku, event: "sku.add" };
}

type SkuEvent = Exclude<WebhookEvent, "order.completedCustomInfo">;

function changed(customeow: Customeow, sku: Sku, change: SkuChange): { sku: Sku; event: SkuEvent | null } {
  const before = sku.integratedStatus;
  const after = change.integratedStatus ?? before;
  const newLook = change.look !== undefined && change.look !== sku.look;
  const newFeature = newLook || change.customTitle !== undefined || change.templates !== undefined;
  if (change.look) sku.look = change.look;
  if (newFeature) sku.custom = customeow.stores.newCustom(change.customTitle ?? sku.custom.title);
  if (newLook || change.templates)
    sku.templates = (change.templates ?? looks[sku.look].templates).map((seed) =>
      customeow.stores.newTemplate(seed),
    );
  sku.integratedStatus = after;
  sku.everIntegrated ||= after >= INTEGRATED;
  sku.updatedAt = instant(new Date());
  return { sku, event: eventOf(before, after, newFeature) };
}

function eventOf(before: IntegratedStatus, after: IntegratedStatus, newFeature: boolean): SkuEvent | null {
  if (before !== INTEGRATED && after === INTEGRATED) return "sku.addfeature";
  if (before === INTEGRATED && after !== INTEGRATED) return "sku.deleteFeature";
  if (after === INTEGRATED && newFeature) return "sku.replaceFeature";
  return before !== REMOVED && after === REMOVED ? "sku.deleteFeature" : null;
}

function tell(customeow: Customeow, store: Store, event: SkuEvent, sku: Sku) {
  return customeow.webhooks.send(store, event, `sku_${sku.id}`, skuPayload(event, store, [sku]));
}
