import { strict as assert } from "node:assert";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { CustomeowClient } from "../../app/customeow/client.ts";
import type { CompositeTaskResult } from "../../app/customeow/compositeTask.ts";
import { type CompositeTaskId, customInfoId, type CustomInfoId, NO_DESIGN } from "../../app/customeow/ids.ts";
import type { NewOrder } from "../../app/customeow/order.ts";
import type { Check } from "./check.ts";
import { assertFails, clientOf, type Subject, valueOf } from "./subject.ts";

const NO_DESIGN_GIVEN = { nothingToCheck: "no design was given to order" };
const MOST_LOOKS = 60;

const writing = (name: string, run: Check["run"]): Check => ({ name, writes: true, run });

/** An order that no other run makes, with one line of that SKU for each design. */
export function newOrder(subject: Subject, sku: string, designs: CustomInfoId[]): NewOrder {
  const number = `${Date.now()}${randomInt(1000, 10_000)}`;
  return {
    storeId: subject.storeId,
    platformOrderId: number,
    platformOrderNo: `CHECK-${number}`,
    platformCreatedAt: "2025-02-20T03:07:42-05:00",
    currencyCode: "USD",
    lineItems: designs.map((design, index) => ({
      sku,
      customInfoId: design,
      platformItemId: `${number}${index}`,
      platformProductId: "453695684",
      platformProductTitle: "Check of the contract",
      platformVariantTitle: "",
      platformVariantId: "6958596542",
      platformProductImage: "",
      quantity: 2,
      price: "20.23",
    })),
  };
}

async function untilDone(
  subject: Subject,
  client: CustomeowClient,
  task: CompositeTaskId,
): Promise<CompositeTaskResult> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const result = valueOf(await client.compositeTask(task));
    if (result.status === "succeeded" || result.status === "failed") return result;
    await pause(subject.pollMilliseconds);
  }
  assert.fail(`the task ${task} was not done after ${MOST_LOOKS} looks`);
}

export const writingChecks: readonly Check[] = [
  writing("a created order is found by the platform's id, as it was sent", async (subject) => {
    if (subject.design === null) return NO_DESIGN_GIVEN;
    const client = clientOf(subject);
    const order = newOrder(subject, subject.design.sku, [subject.design.customInfoId, NO_DESIGN]);
    const id = valueOf(await client.createOrder(order));
    const found = valueOf(await client.findOrder(subject.storeId, order.platformOrderId));
    assert.ok(found !== null, "the order that was just created is not found");
    assert.equal(found.id, id);
    assert.equal(found.platformOrderNo, order.platformOrderNo);
    assert.deepEqual(
      found.lineItems.map(({ platformItemId, quantity }) => ({ platformItemId, quantity })),
      order.lineItems.map(({ platformItemId, quantity }) => ({ platformItemId, quantity })),
    );
    assert.deepEqual(
      found.lineItems.map((line) => line.customInfoId),
      [subject.design.customInfoId, null],
    );
    return undefined;
  }),

  writing("an order with a design that does not exist is refused", async (subject) => {
    if (subject.design === null) return NO_DESIGN_GIVEN;
    const client = clientOf(subject);
    const order = newOrder(subject, subject.design.sku, [customInfoId.parse("1")]);
    assertFails(await client.createOrder(order), "not_found", "rejected");
    assert.equal(valueOf(await client.findOrder(subject.storeId, order.platformOrderId)), null);
    return undefined;
  }),

  writing("every template of a design becomes files", async (subject) => {
    if (subject.design === null) return NO_DESIGN_GIVEN;
    const client = clientOf(subject);
    const { customInfoId } = subject.design;
    const templates = valueOf(await client.templates(customInfoId));
    for (const { compositeId } of templates) {
      const task = valueOf(await client.startCompositeTask({ customInfoId, compositeId }));
      const result = await untilDone(subject, client, task);
      assert.equal(result.status, "succeeded", result.failedReason);
      assert.ok(result.resources.length > 0, "the task is done, and has no file");
      for (const address of result.resources) assert.match(address, /^https?:\/\//);
    }
    return templates.length === 0 ? { nothingToCheck: "the design has no template" } : undefined;
  }),
];
