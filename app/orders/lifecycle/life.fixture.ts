import type { CompositeTask } from "@prisma/client";
import type { LineLife, OrderLife } from "./life.ts";
import { newOrder } from "./newOrder.ts";
import type { OrderChange } from "./orderChange.ts";
import { type NewLine } from "./orderChange.ts";

/** A line that has a design and waits to be sent. */
export const queuedLine = (changes: Partial<NewLine> = {}): NewLine => ({
  shopId: "018f0000-0000-7000-8000-000000000001",
  position: 0,
  platformItemId: "1",
  platformProductId: "2",
  platformProductTitle: "Mug",
  platformVariantId: "3",
  platformVariantTitle: "White",
  platformProductImage: "",
  sku: "MUG",
  quantity: 1,
  quantityLeft: null,
  price: "24.00",
  customInfoId: "173471012095041536",
  platformDesign: "173471012095041536",
  state: "queued",
  sentToCustomeow: false,
  templatesListedAt: null,
  redactedAt: null,
  failure: null,
  ...changes,
});

/** An order that was just placed. */
export function placedOrder(shopId: string, lines: Partial<NewLine>[] = [{}]): OrderChange {
  const change = newOrder(
    { domain: "life.myshopify.com", installedAt: new Date(0) },
    {
      shopId,
      platformOrderId: String(Math.floor(Math.random() * 1e12)),
      platformOrderNo: "1001",
      platformCreatedAt: "2026-11-04T08:34:46-05:00",
      platformUpdatedAt: new Date("2026-11-04T13:34:46Z"),
      cancelledAt: null,
      otherItemIds: [],
      currencyCode: "USD",
      submission: "pending",
    },
  );
  for (const [position, line] of lines.entries())
    change.addLine(queuedLine({ shopId, position, platformItemId: String(position + 1), ...line }));
  return change;
}

/** The same, as it is read once it is stored. */
export const asStored = (change: OrderChange): OrderLife => ({
  ...change.before,
  order: change.order,
  lines: change.lines,
});

export const taskOf = (line: LineLife, changes: Partial<CompositeTask> = {}): CompositeTask => ({
  id: "018f0000-0000-7000-8000-00000000000a",
  shopId: line.shopId,
  lineItemId: line.id,
  compositeId: "9",
  templateTitle: "Front",
  position: 0,
  attempt: 1,
  lostBefore: 0,
  state: "in_progress",
  customeowTaskId: "42",
  startedAt: new Date(0),
  finishedAt: null,
  checks: 0,
  inProgressAt: null,
  strangeAnswers: 0,
  failureCode: null,
  failureParameters: null,
  abandoned: false,
  ...changes,
});
