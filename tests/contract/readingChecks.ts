import { strict as assert } from "node:assert";
import type { CustomeowClient } from "../../app/customeow/client.ts";
import { compositeTaskId, customInfoId, type CustomInfoId } from "../../app/customeow/ids.ts";
import { wholeList } from "../../app/customeow/wholeList.fixture.ts";
import type { Check } from "./check.ts";
import { assertFails, clientOf, type Subject, valueOf } from "./subject.ts";

const NOBODYS = "1";
const ID = /^\d{1,20}$/;
const NO_DESIGN_TO_READ = {
  nothingToCheck: "neither a design was given nor does the newest page of orders hold one",
};

const reading = (name: string, run: Check["run"]): Check => ({ name, writes: false, run });

/** The given design, or one of the store's newest orders. */
export async function anyDesign(subject: Subject, client: CustomeowClient): Promise<CustomInfoId | null> {
  if (subject.design !== null) return subject.design.customInfoId;
  const { list } = valueOf(await client.orderLines(1));
  return (
    list.find((line) => line.storeId === subject.storeId && line.customInfoId !== null)?.customInfoId ?? null
  );
}

export const readingChecks: readonly Check[] = [
  reading("a wrong API key is told apart from every other mistake", async (subject) => {
    const stranger = clientOf({ ...subject, apiKey: "not-a-key-of-anybody" });
    assertFails(await stranger.skus(subject.storeId, 1, 1), "bad_key");
    return undefined;
  }),

  reading("the SKU list gives whole ids, and the store that was asked for", async (subject) => {
    const page = valueOf(await clientOf(subject).skus(subject.storeId, 1, 10));
    assert.ok(page.list.length <= 10 && page.list.length <= page.count);
    for (const { id, sku, store } of page.list) {
      assert.match(id, ID);
      assert.notEqual(sku, "");
      assert.equal(store?.id ?? subject.storeId, subject.storeId);
    }
    return page.count === 0 ? { nothingToCheck: "the store has no SKU" } : undefined;
  }),

  reading("pages of the SKU list do not overlap", async (subject) => {
    const client = clientOf(subject);
    const first = valueOf(await client.skus(subject.storeId, 1, 1));
    if (first.count < 2) return { nothingToCheck: "the store has fewer than two SKUs" };
    const second = valueOf(await client.skus(subject.storeId, 2, 1));
    assert.equal(second.count, first.count);
    assert.notEqual(first.list[0]?.id, second.list[0]?.id);
    return undefined;
  }),

  reading("reading every page gives as many SKUs as the list says it has", async (subject) => {
    const client = clientOf(subject);
    const { count } = valueOf(await client.skus(subject.storeId, 1, 1));
    const all = valueOf(await wholeList((page, pageSize) => client.skus(subject.storeId, page, pageSize)));
    assert.equal(all.rows.length, count);
    return undefined;
  }),

  reading("another store's id lists nothing of this store", async (subject) => {
    const answer = await clientOf(subject).skus(NOBODYS, 1, 10);
    if (answer.ok) assert.deepEqual(answer.value.list, []);
    else assertFails(answer, "not_found", "rejected", "bad_key");
    return undefined;
  }),

  reading("the order list gives a line item a row", async (subject) => {
    const page = valueOf(await clientOf(subject).orderLines(1, 10));
    for (const line of page.list) {
      assert.match(line.id, ID);
      assert.match(line.orderId, ID);
      assert.notEqual(line.platformOrderId, "");
    }
    return page.count === 0 ? { nothingToCheck: "the account has no order" } : undefined;
  }),

  reading("an order that was never created is found to be none", async (subject) => {
    assert.equal(valueOf(await clientOf(subject).findOrder(subject.storeId, "1")), null);
    return undefined;
  }),

  reading("a design that does not exist is refused, not given empty", async (subject) => {
    const client = clientOf(subject);
    assertFails(await client.customInfo(customInfoId.parse(NOBODYS)), "not_found", "rejected");
    assertFails(await client.templates(customInfoId.parse(NOBODYS)), "not_found", "rejected");
    return undefined;
  }),

  reading("a task that does not exist is refused, not given as one in progress", async (subject) => {
    const answer = await clientOf(subject).compositeTask(compositeTaskId.parse(NOBODYS));
    assertFails(answer, "not_found", "rejected");
    return undefined;
  }),

  reading("a design tells what the shopper chose, with addresses for its pictures", async (subject) => {
    const client = clientOf(subject);
    const design = await anyDesign(subject, client);
    if (design === null) return NO_DESIGN_TO_READ;
    const { effects, images, choices } = valueOf(await client.customInfo(design, "en_US"));
    for (const address of [...effects, ...images]) assert.match(address, /^https?:\/\//);
    assert.ok(effects.length > 0 || choices.length > 0, "the design shows nothing at all");
    return undefined;
  }),

  reading("a design's templates have ids to make files from", async (subject) => {
    const client = clientOf(subject);
    const design = await anyDesign(subject, client);
    if (design === null) return NO_DESIGN_TO_READ;
    for (const { compositeId } of valueOf(await client.templates(design))) assert.match(compositeId, ID);
    return undefined;
  }),
];
