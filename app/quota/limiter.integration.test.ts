import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { openDatabase } from "../database/database.ts";
import { createQuotaLimiter } from "./limiter.ts";

const quota = { requests: 5, windowMilliseconds: 400 };
let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

/** The most arrivals that any window of the quota's length holds. */
function mostInOneWindow(arrivals: number[]): number {
  return Math.max(
    ...arrivals.map(
      (start) => arrivals.filter((at) => at >= start && at < start + quota.windowMilliseconds).length,
    ),
  );
}

it("never lets more through in a window than the quota, over several processes' limiters", async () => {
  const databases = [openDatabase(test.databaseUrl), openDatabase(test.databaseUrl)];
  const limiters = databases.map((database) => createQuotaLimiter(database, quota, 5_000));
  const arrivals: number[] = [];
  const send = async () => {
    await pause(Math.random() * 30);
    arrivals.push(performance.now());
    await pause(Math.random() * 30);
  };

  await Promise.all(
    limiters.flatMap((limiter) => Array.from({ length: 12 }, () => limiter.run("one key", send))),
  );

  expect(arrivals).toHaveLength(24);
  expect(mostInOneWindow(arrivals)).toBeLessThanOrEqual(quota.requests);
  await Promise.all(databases.map((database) => database.$disconnect()));
});

it("counts each key for itself", async () => {
  const limiter = createQuotaLimiter(test.database, { requests: 1, windowMilliseconds: 60_000 }, 5_000);
  const answers = await Promise.all(
    ["a", "b", "c"].map((key) => limiter.run(key, () => Promise.resolve(key))),
  );
  expect(answers).toEqual(["a", "b", "c"]);
});

it("counts a request that failed, and hands its error on", async () => {
  const limiter = createQuotaLimiter(test.database, { requests: 1, windowMilliseconds: 60_000 }, 5_000);
  await expect(limiter.run("failing", () => Promise.reject(new Error("cut off")))).rejects.toThrow("cut off");
  expect(await test.database.quotaGrant.count({ where: { apiKeyFingerprint: "failing" } })).toBe(1);
});
