import { setTimeout as pause } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { openPool } from "../database/pool.ts";
import { createSql } from "../database/sql.ts";
import type { Demand, Urgency } from "./demand.ts";
import { createQuotaLimiter, type QuotaLimiter } from "./limiter.ts";
import { noteTrouble, type Outcome } from "./outcome.ts";

const quota = { requests: 5, windowMilliseconds: 400 };
const many = { requests: 100, windowMilliseconds: 60_000 };
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
  return createQuotaLimiter(createSql(pool), allowed, TIMEOUT_MILLISECONDS);
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

const run = <Answer>(limiter: QuotaLimiter, asked: Demand, send: () => Promise<Answer>): Promise<Answer> =>
  limiter.run(asked, send, () => ({ kind: "answered" }));

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
        Array.from({ length: 10 }, () => run(limiter, demand("shared key"), send)),
      ),
    );

    expect(arrivals).toHaveLength(30);
    expect(mostInOneWindow(arrivals)).toBeLessThanOrEqual(quota.requests);
  });

  it("is counted for each key by itself", async () => {
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    const answers = await Promise.all(
      ["a", "b", "c"].map((key) => run(limiter, demand(key), () => Promise.resolve(key))),
    );
    expect(answers).toEqual(["a", "b", "c"]);
  });

  it("counts a request that failed, and hands its error on", async () => {
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    const failing = run(limiter, demand("failing"), () => Promise.reject(new Error("cut off")));
    await expect(failing).rejects.toThrow("cut off");
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
    const fill = Array.from({ length: quota.requests }, () => run(one, demand("urgent key"), note("first")));
    await Promise.all(fill);
    const waiting = [
      ...Array.from({ length: 4 }, () => run(one, demand("urgent key", "upkeep"), note("upkeep"))),
      ...Array.from({ length: 2 }, () => run(other, demand("urgent key", "production"), note("production"))),
      run(other, demand("urgent key", "person"), note("person")),
      run(one, demand("urgent key", "order"), note("order")),
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
    const ask = (shopId: string) =>
      run(limiter, demand("two shops", "order", shopId), () => {
        served.push(shopId);
        return Promise.resolve();
      });
    const backlog = Array.from({ length: 20 }, () => ask(big));
    const few = Array.from({ length: 4 }, () => ask(small));
    await Promise.all([...backlog, ...few]);
    // 24 requests are five windows: the four of the small shop are over long before the big one's twenty.
    expect(served.lastIndexOf(small)).toBeLessThan(12);
  });

  it("is not held up by a process that died while it waited", async () => {
    const seenAt = new Date(Date.now() - 60_000);
    await test.database.quotaLine.create({
      data: {
        apiKeyFingerprint: "orphaned",
        processId: randomUUID(),
        seenAt,
        shopIds: [randomUUID()],
        urgencies: [0],
        since: [seenAt],
      },
    });
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    expect(await run(limiter, demand("orphaned", "upkeep"), () => Promise.resolve("served"))).toBe("served");
  });

  it("sends those who wait back when the process stops", async () => {
    const limiter = limiterOfAProcess({ requests: 1, windowMilliseconds: 60_000 });
    await run(limiter, demand("stopping"), () => Promise.resolve());
    const waiting = run(limiter, demand("stopping"), () => Promise.resolve());
    const refused = expect(waiting).rejects.toThrow("The process is stopping.");
    limiter.close();
    await refused;
  });
});

describe("a key that is paused", () => {
  const note = (key: string, outcome: Outcome) => noteTrouble(test.sql, key, outcome);
  const answerNothing = (limiter: QuotaLimiter, key: string) =>
    limiter.run(
      demand(key),
      () => Promise.resolve(),
      () => ({ kind: "not_answered" }),
    );
  const stateOf = (apiKeyFingerprint: string) =>
    test.database.quotaKeyState.findUniqueOrThrow({ where: { apiKeyFingerprint } });

  it("sends nothing, in no process, until as long as CustoMeow told has passed", async () => {
    const [told, limiter] = [limiterOfAProcess(many), limiterOfAProcess(many)];
    const tooMany = { kind: "too_many", seconds: 1.5 } as const;
    await told.run(
      demand("paused"),
      () => Promise.resolve(),
      () => tooMany,
    );
    const asked = performance.now();
    await run(limiter, demand("paused"), () => Promise.resolve());
    expect(performance.now() - asked).toBeGreaterThan(1_300);
  });

  it("tells who comes how long the pause still is, where it is long", async () => {
    await note("paused for long", { kind: "too_many", seconds: 60 });
    const waiting = run(limiterOfAProcess(), demand("paused for long"), () => Promise.resolve());
    await expect(waiting).rejects.toMatchObject({
      reason: "too_many",
      seconds: expect.closeTo(60, 0) as number,
    });
  });

  it("is paused once CustoMeow gave no answer three times in a row, and no longer for many at once", async () => {
    const limiter = limiterOfAProcess(many);
    for (let failure = 0; failure < 3; failure += 1) await answerNothing(limiter, "down");
    await Promise.all(Array.from({ length: 20 }, () => note("down", { kind: "not_answered" })));
    const { failuresInARow, pausedUntil } = await stateOf("down");
    expect(failuresInARow).toBe(3);
    expect((pausedUntil?.getTime() ?? 0) - Date.now()).toBeLessThan(6_500);
    expect(await limiterOfAProcess(many).load("down")).toMatchObject({ isTroubled: true });
  });

  it("is in trouble until CustoMeow answers, whatever it says", async () => {
    const limiter = limiterOfAProcess(many);
    for (let failure = 0; failure < 3; failure += 1) await note("up again", { kind: "not_answered" });
    await test.database.quotaKeyState.update({
      where: { apiKeyFingerprint: "up again" },
      data: { pausedUntil: new Date(Date.now() - 1) },
    });
    await Promise.all(
      Array.from({ length: 3 }, () => run(limiter, demand("up again"), () => Promise.resolve())),
    );
    expect(await stateOf("up again")).toMatchObject({ failuresInARow: 0, troubledSince: null });
    expect(await limiter.load("up again")).toMatchObject({ isTroubled: false });
  });

  it("is not paused by failures that have answers between them", async () => {
    const limiter = limiterOfAProcess(many);
    for (let turn = 0; turn < 4; turn += 1) {
      await run(limiter, demand("unsteady"), () => Promise.resolve());
      await answerNothing(limiter, "unsteady");
    }
    expect(await stateOf("unsteady")).toMatchObject({ failuresInARow: 1, pausedUntil: null });
  });

  it("lets one request at a time find out whether CustoMeow answers again", async () => {
    for (let failure = 0; failure < 3; failure += 1) await note("probed", { kind: "not_answered" });
    await test.database.quotaKeyState.update({
      where: { apiKeyFingerprint: "probed" },
      data: { pausedUntil: new Date(Date.now() - 1) },
    });
    const limiter = limiterOfAProcess(many);
    let atOnce = 0;
    let most = 0;
    const send = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await pause(30);
      atOnce -= 1;
    };
    const nothingLearned = () => null;
    await Promise.all(Array.from({ length: 5 }, () => limiter.run(demand("probed"), send, nothingLearned)));
    expect(most).toBe(1);
  });
});
