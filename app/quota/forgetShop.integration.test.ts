import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { forgetKey, forgetShop } from "./forgetShop.ts";
import { createQuotaLimiter, type QuotaLimiter } from "./limiter.ts";

const quota = { requests: 3, windowMilliseconds: 60_000 };
let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const run = (limiter: QuotaLimiter, apiKeyFingerprint: string, shopId: string) =>
  limiter.run(
    { apiKeyFingerprint, shopId, urgency: "order" },
    () => Promise.resolve(),
    () => ({ kind: "answered" }),
  );
const ofShop = async (shopId: string) => {
  const counts = [
    test.database.quotaGrant.count({ where: { shopId } }),
    test.database.quotaShare.count({ where: { shopId } }),
  ];
  return Promise.all(counts);
};

it("keeps no row of the shop, and counts its requests on against the key that others share", async () => {
  const [leaving, staying] = [randomUUID(), randomUUID()];
  const limiter = createQuotaLimiter(test.sql, quota, 1_000);
  await run(limiter, "shared", leaving);
  await run(limiter, "shared", staying);
  await test.sql.transaction((rows) => forgetShop(rows, leaving));

  expect(await ofShop(leaving)).toEqual([0, 0]);
  expect(await ofShop(staying)).toEqual([1, 1]);
  const other = createQuotaLimiter(test.sql, quota, 1_000);
  await run(other, "shared", staying);
  expect(await other.load("shared")).toMatchObject({ isIdle: false });
  const waiting = expect(run(other, "shared", staying)).rejects.toThrow("The process is stopping.");
  other.close();
  await waiting;
});

it("forgets a key, except for requests that still count", async () => {
  const shopId = randomUUID();
  const limiter = createQuotaLimiter(test.sql, quota, 1_000);
  await run(limiter, "given up", shopId);
  await run(limiter, "given up", shopId);
  const where = { apiKeyFingerprint: "given up" };
  const [first] = await test.database.quotaGrant.findMany({ where });
  await test.database.quotaGrant.update({
    where: { id: first?.id },
    data: { countsUntil: new Date(Date.now() - 1) },
  });
  await test.sql.transaction((rows) => forgetKey(rows, "given up"));

  expect(await test.database.quotaKeyState.count({ where })).toBe(0);
  expect(await test.database.quotaShare.findMany({ where })).toEqual([{ ...where, shopId, counting: 1 }]);
  await test.database.quotaGrant.updateMany({ where, data: { countsUntil: new Date(Date.now() - 1) } });
  await test.sql.transaction((rows) => forgetKey(rows, "given up"));
  expect(await test.database.quotaShare.count({ where })).toBe(0);
  expect(await test.database.quotaGrant.count({ where })).toBe(0);
});
