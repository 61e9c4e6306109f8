import { setTimeout as pause } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { openDatabase } from "../database/database.ts";
import { openPool } from "../database/pool.ts";
import type { Demand, Urgency } from "./demand.ts";
import { createKeyStates } from "./keyState.ts";
import { createQuotaLimiter } from "./limiter.ts";

const quota = { requests: 5, windowMilliseconds: 400 };
const TIMEOUT_MILLISECONDS = 5_000;
const pools: ReturnType<typeof openPool>[] = [];
let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await test.close();
});

/** As in a process of its own: nothing is shared but Postgres. */
function limiterOfAProcess(allowed = quota) {
  const pool = openPool(test.databaseUrl, { connections: 4 });
  pools.push(pool);
  return createQuotaLimiter(openDatabase(pool), allowed, TIMEOUT_MILLISECONDS);
}

const demand = (
  apiKeyFingerprint: string,
  urgency: Urgency = "order",
  shopId: string | null = null,
): Demand => ({
  apiKeyFingerprint,
  shopId,
  urgency,
});

/** The most arrivals that any window of the quota's length holds. */
function mostInOneWindow(arrivals: number[]): number {
  return Math.max(
    ...arrivals.map(
      (start) => arrivals.filter((at) => at >= start && at < start + quota.windowMilliseconds).length,
    ),
  );
}

describe("the quota of a key", () => {
  it("is never exceeded in any window, over several processes, wherever in a request it is counted", async () => {
    const limiters = [limiterOfAProcess(), limiterOfAProcess(), limiterOfAProcess()];
    const arrivals: number[] = [];
    const send = async () => {
      await pause(Math.random() * 30);
      arrivals.push(performance.now());
      await pause(Math.random() * 30);
    };

    await Promise.all(
      limiters.flatMap((limiter) =>
        Array.from({ length: 10 }, () => limiter.run(demand("shared key"), send)),
      ),
    );

    expect(arrivals).toHaveLength(30);
    expect(mostInOneWindow(arrivals)).toBeLessThanOrEqual(quota.requests);
  });

  it("is counted for each key by itself", async () => {
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    const answers = await Promise.all(
      ["a", "b", "c"].map((key) => limiter.run(demand(key), () => Promise.resolve(key))),
    );
    expect(answers).toEqual(["a", "b", "c"]);
  });

  it("counts a request that failed, and hands its error on", async () => {
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    const run = limiter.run(demand("failing"), () => Promise.reject(new Error("cut off")));
    await expect(run).rejects.toThrow("cut off");
    expect(await test.database.quotaGrant.count({ where: { apiKeyFingerprint: "failing" } })).toBe(1);
  });
});

describe("the line for the quota", () => {
  it("lets the most urgent go first, also from another process", async () => {
    const served: string[] = [];
    const [one, other] = [limiterOfAProcess(), limiterOfAProcess()];
    const note = (name: string) => () => {
      served.push(name);
      return Promise.resolve();
    };
    const fill = Array.from({ length: quota.requests }, () => one.run(demand("urgent key"), note("first")));
    await Promise.all(fill);
    const waiting = [
      ...Array.from({ length: 4 }, () => one.run(demand("urgent key", "upkeep"), note("upkeep"))),
      ...Array.from({ length: 2 }, () => other.run(demand("urgent key", "production"), note("production"))),
      other.run(demand("urgent key", "person"), note("person")),
      one.run(demand("urgent key", "order"), note("order")),
    ];
    await Promise.all(waiting);
    const [next, last] = [served.slice(quota.requests, 2 * quota.requests), served.slice(2 * quota.requests)];
    expect(next.toSorted()).toEqual(["order", "person", "production", "production", "upkeep"]);
    expect(last).toEqual(["upkeep", "upkeep", "upkeep"]);
  });

  it("serves two shops on one key in turns", async () => {
    const [big, small] = [randomUUID(), randomUUID()];
    const limiter = limiterOfAProcess();
    const served: string[] = [];
    const run = (shopId: string) =>
      limiter.run(demand("two shops", "order", shopId), () => {
        served.push(shopId);
        return Promise.resolve();
      });
    const backlog = Array.from({ length: 20 }, () => run(big));
    const few = Array.from({ length: 4 }, () => run(small));
    await Promise.all([...backlog, ...few]);
    // 24 requests are five windows: the four of the small shop are over long before the big one's twenty.
    expect(served.lastIndexOf(small)).toBeLessThan(12);
  });

  it("is not held up by a process that died while it waited", async () => {
    await test.database.quotaWaiter.create({
      data: {
        id: randomUUID(),
        apiKeyFingerprint: "orphaned",
        processId: randomUUID(),
        urgency: 0,
        since: new Date(),
        seenAt: new Date(Date.now() - 60_000),
      },
    });
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    expect(await limiter.run(demand("orphaned", "upkeep"), () => Promise.resolve("served"))).toBe("served");
  });

  it("sends those who wait back when the process stops", async () => {
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    await limiter.run(demand("stopping"), () => Promise.resolve());
    const waiting = limiter.run(demand("stopping"), () => Promise.resolve());
    const refused = expect(waiting).rejects.toThrow("The process is stopping.");
    limiter.close();
    await refused;
  });
});

describe("a key that is paused", () => {
  it("sends nothing, in no process, until as long as CustoMeow told has passed", async () => {
    const states = createKeyStates(test.database);
    const limiter = limiterOfAProcess({ requests: 100, windowMilliseconds: 60_000 });
    await states.tooMany("paused", 1.5);
    const asked = performance.now();
    await limiter.run(demand("paused"), () => Promise.resolve());
    expect(performance.now() - asked).toBeGreaterThan(1_300);
  });

  it("tells who comes how long the pause still is, where it is long", async () => {
    await createKeyStates(test.database).tooMany("paused for long", 60);
    const limiter = limiterOfAProcess();
    const run = limiter.run(demand("paused for long"), () => Promise.resolve());
    await expect(run).rejects.toMatchObject({ reason: "too_many", seconds: expect.closeTo(60, 0) as number });
  });

  it("is paused once CustoMeow gave no answer three times in a row, and no longer for many at once", async () => {
    const states = createKeyStates(test.database);
    for (let failure = 0; failure < 3; failure += 1) await states.notAnswered("down");
    await Promise.all(Array.from({ length: 20 }, () => states.notAnswered("down")));
    const state = await test.database.quotaKeyState.findUniqueOrThrow({
      where: { apiKeyFingerprint: "down" },
    });
    expect(state.failuresInARow).toBe(3);
    expect((state.pausedUntil?.getTime() ?? 0) - Date.now()).toBeLessThan(6_500);
    expect(await states.isTroubled("down")).toBe(true);
    await states.answered("down");
    expect(await states.isTroubled("down")).toBe(false);
  });

  it("lets one request at a time find out whether CustoMeow answers again", async () => {
    const states = createKeyStates(test.database);
    for (let failure = 0; failure < 3; failure += 1) await states.notAnswered("probed");
    await test.database.quotaKeyState.update({
      where: { apiKeyFingerprint: "probed" },
      data: { pausedUntil: new Date(Date.now() - 1) },
    });
    const limiter = limiterOfAProcess({ requests: 100, windowMilliseconds: 60_000 });
    let atOnce = 0;
    let most = 0;
    const send = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await pause(30);
      atOnce -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => limiter.run(demand("probed"), send)));
    expect(most).toBe(1);
  });
});
