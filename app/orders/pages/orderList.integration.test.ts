import { randomUUID } from "node:crypto";
import { ProductionState } from "@prisma/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/postgres/testDatabase.ts";
import type { PageRequest } from "../../lists/paging.ts";
import { readOrderList } from "./orderList.ts";
import type { OrderTab } from "./orderTabs.ts";

let test: TestDatabase;
let shopId: string;

beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(async () => {
  shopId = await newShop();
});
afterAll(() => test.close());

async function newShop(): Promise<string> {
  const { id } = await test.database.shop.create({ data: { domain: `${randomUUID()}.myshopify.com` } });
  return id;
}

/** One order a minute, the first the newest. */
async function place(orders: { number: string; state?: ProductionState }[], ofShop = shopId): Promise<void> {
  const newest = Date.parse("2026-11-24T10:00:00.123Z");
  await test.database.order.createMany({
    data: orders.map(({ number, state = "ready" }, index) => ({
      shopId: ofShop,
      platformOrderId: `${number} ${index}`,
      platformOrderNo: number,
      platformCreatedAt: "",
      // Pairs that were placed at the same moment.
      placedAt: new Date(newest - Math.floor(index / 2) * 60_000),
      currencyCode: "USD",
      state,
    })),
  });
}

const numbered = (count: number, state?: ProductionState) =>
  Array.from({ length: count }, (_, index) => ({
    number: String(90_000 - index),
    ...(state ? { state } : {}),
  }));

const list = (asked: { tab?: OrderTab; search?: string; page?: PageRequest | null } = {}) =>
  readOrderList(test.sql, shopId, { tab: "all", search: "", page: null, ...asked });
const numbersOf = ({ rows }: Awaited<ReturnType<typeof list>>) =>
  rows.map(({ platformOrderNo }) => platformOrderNo);

async function everyPage(asked: { tab?: OrderTab; search?: string } = {}): Promise<string[][]> {
  const pages: string[][] = [];
  let page: PageRequest | null = null;
  do {
    const found = await list({ ...asked, page });
    pages.push(numbersOf(found));
    page = found.after === null ? null : { side: "after", cursor: found.after };
  } while (page !== null);
  return pages;
}

describe("the order list", () => {
  it("shows every order once, page after page, the newest first", async () => {
    await place(numbered(60));
    const pages = await everyPage();
    expect(pages.map((page) => page.length)).toEqual([25, 25, 10]);
    const dates = await test.database.order.findMany({
      where: { shopId },
      orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    });
    expect(pages.flat()).toEqual(dates.map(({ platformOrderNo }) => platformOrderNo));
  });

  it("goes back over the same pages, whatever was placed meanwhile", async () => {
    await place(numbered(60));
    const [first, second] = await everyPage();
    const { after } = await list();
    const page = await list({ page: { side: "after", cursor: after ?? "" } });
    await place([{ number: "90001" }, { number: "90002" }]);
    await test.database.order.updateMany({
      where: { shopId, platformOrderNo: { in: ["90001", "90002"] } },
      data: { placedAt: new Date() },
    });
    expect(numbersOf(page)).toEqual(second);
    expect(numbersOf(await list({ page: { side: "before", cursor: page.before ?? "" } }))).toEqual(first);
  });

  it("lists the states of a tab together by date", async () => {
    const states = Object.values(ProductionState);
    await place(
      numbered(80).map(({ number }, index) => ({ number, state: states[index % states.length] ?? "ready" })),
    );
    const all = (await everyPage()).flat();
    const tabs = [
      "needs_attention",
      "awaiting_customization",
      "in_production",
      "ready",
      "cancelled",
    ] as const;
    const ofTabs = await Promise.all(tabs.map(async (tab) => (await everyPage({ tab })).flat()));
    expect(ofTabs.flat().toSorted()).toEqual(all.toSorted());
    for (const numbers of ofTabs) expect(numbers).toEqual(all.filter((number) => numbers.includes(number)));
    expect(ofTabs.map((numbers) => numbers.length)).toEqual([20, 10, 30, 10, 10]);
  });

  it("tells how many items an order has, and the first one's title", async () => {
    await place([{ number: "1001" }]);
    const { id: orderId } = await test.database.order.findFirstOrThrow({ where: { shopId } });
    await test.database.lineItem.createMany({
      data: ["Tote", "Mug"].map((platformProductTitle, index) => ({
        shopId,
        orderId,
        position: 1 - index,
        platformItemId: String(index),
        platformProductId: "1",
        platformProductTitle,
        platformVariantId: "1",
        platformVariantTitle: "",
        sku: "",
        quantity: 1,
        price: "1",
        state: "ready" as const,
      })),
    });
    expect((await list()).rows).toMatchObject([{ lineItemCount: 2, title: "Mug" }]);
  });

  it("shows none of another shop's orders, whatever cursor it is given", async () => {
    const other = await newShop();
    await place(numbered(30), other);
    await place([{ number: "1001" }]);
    const { after } = await readOrderList(test.sql, other, { tab: "all", search: "", page: null });
    expect(numbersOf(await list({ page: { side: "after", cursor: after ?? "" } }))).toEqual(["1001"]);
    expect(numbersOf(await list({ search: "90000" }))).toEqual([]);
  });
});

describe("the search for an order", () => {
  it("finds any part of a number, with its sign or without, without regard to case", async () => {
    await place(["EU-1001-b", "EU-1002", "US-1001"].map((number) => ({ number })));
    expect(numbersOf(await list({ search: "#eu-1001" }))).toEqual(["EU-1001-b"]);
    expect(numbersOf(await list({ search: "1001" }))).toEqual(["US-1001", "EU-1001-b"].toReversed());
    expect(numbersOf(await list({ search: "B" }))).toEqual(["EU-1001-b"]);
    expect(numbersOf(await list({ search: "1003" }))).toEqual([]);
  });

  it("takes every character for itself", async () => {
    await place([{ number: "50%_\\" }, { number: "500" }]);
    for (const search of ["%", "_", "\\", "0%_"])
      expect(numbersOf(await list({ search }))).toEqual(["50%_\\"]);
    expect(numbersOf(await list({ search: "\0" }))).toEqual([]);
  });

  it("finds what was placed long before the newest orders, of the tab alone", async () => {
    await place(numbered(1_300));
    await place([{ number: "X-88888", state: "failed" }, { number: "X-88888-2" }]);
    await test.database.order.updateMany({
      where: { shopId, platformOrderNo: { startsWith: "X" } },
      data: { placedAt: new Date("2026-01-01") },
    });
    expect(numbersOf(await list({ search: "x-8888" })).toSorted()).toEqual(["X-88888", "X-88888-2"]);
    expect(numbersOf(await list({ search: "x-8888", tab: "needs_attention" }))).toEqual(["X-88888"]);
  });

  it("pages through everything that it finds", async () => {
    await place(numbered(1_300));
    const found = (await everyPage({ search: "89" })).flat();
    const expected = numbered(1_300)
      .map(({ number }) => number)
      .filter((number) => number.includes("89"));
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(new Set(found).size).toBe(found.length);
  });

  it("finds an order by the number that it has now", async () => {
    await place([{ number: "1001" }]);
    await test.database.order.updateMany({ where: { shopId }, data: { platformOrderNo: "2002" } });
    expect(numbersOf(await list({ search: "2002" }))).toEqual(["2002"]);
    expect(numbersOf(await list({ search: "1001" }))).toEqual([]);
  });
});
