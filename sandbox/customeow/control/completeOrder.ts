import { z } from "zod";
import type { Customeow } from "../customeow.ts";
import { designChoice, type Design } from "../designs/designs.ts";
import { NO_DESIGN, type LineItem, type Order } from "../orders/orders.ts";
import { completedOrder } from "../webhooks/payloads.ts";
import { ControlError } from "./controlError.ts";
import { storeWith } from "./skus.ts";

const completion = designChoice.extend({
  storeId: z.string().optional(),
  /** A design that is there already, instead of a new one. */
  customInfoId: z.string().optional(),
  /** Which lines; left out: every line that has no design. */
  platformItemIds: z.array(z.string()).optional(),
});

/**
 * Gives lines that came without a design one, as a shopper does who is asked for it later. When the last line of
 * the order has its design, `order.completedCustomInfo` is sent.
 */
export async function completeOrder(customeow: Customeow, platformOrderId: string, body: unknown) {
  const { storeId, customInfoId, platformItemIds, ...choice } = completion.parse(body ?? {});
  const order = orderWith(customeow, platformOrderId, storeId);
  const lines = order.lineItems.filter(
    (line) => line.customInfoId === NO_DESIGN && (platformItemIds?.includes(line.platformItemId) ?? true),
  );
  if (lines.length === 0) throw new ControlError(409, "No line of this order waits for a design.");

  if (choice.texts.length === 0 && !choice.image) choice.texts = ["Completed later"];
  for (const line of lines) giveDesign(line, await designFor(customeow, order, line, customInfoId, choice));
  const complete = order.lineItems.every((line) => line.customInfoId !== NO_DESIGN);
  const webhook = complete
    ? await customeow.webhooks.send(
        storeWith(customeow, order.storeId),
        "order.completedCustomInfo",
        `task_${order.id}`,
        completedOrder(order),
      )
    : null;
  return { order, complete, webhook };
}

function orderWith(customeow: Customeow, platformOrderId: string, storeId: string | undefined): Order {
  const stores = storeId === undefined ? customeow.stores.all() : [storeWith(customeow, storeId)];
  const [order] = stores.flatMap((store) => customeow.orders.ofPlatform(store.id, platformOrderId));
  if (!order) throw new ControlError(404, `There is no order with platformOrderId ${platformOrderId}.`);
  return order;
}

async function designFor(
  customeow: Customeow,
  order: Order,
  line: LineItem,
  customInfoId: string | undefined,
  choice: z.infer<typeof designChoice>,
): Promise<Design> {
  if (customInfoId !== undefined) {
    const design = customeow.designs.get(customInfoId);
    if (design?.storeId !== order.storeId)
      throw new ControlError(404, `There is no design with id ${customInfoId}.`);
    return design;
  }
  const sku = storeWith(customeow, order.storeId).skus.get(line.sku);
  if (!sku) throw new ControlError(404, `The store no longer has the SKU "${line.sku}".`);
  return customeow.designs.make(sku, choice);
}

function giveDesign(line: LineItem, design: Design): void {
  line.customInfoId = design.id;
  line.customId = design.customId;
  line.customVersion = design.customVersion;
}
