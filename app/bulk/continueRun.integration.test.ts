import type { PgBoss } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { noRuns, workOffRuns } from "../../tests/bulk/workOff.ts";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import type { Sql } from "../database/sql.ts";
import { PostponedError } from "../jobs/postponed.ts";
import { startBoss } from "../jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../jobs/queue.ts";
import { createLog } from "../log/log.ts";
import { bulkRunCatalogue } from "./catalogue.ts";
import { continueBulkRunHandler } from "./continueRun.ts";
import type { BulkItem, BulkRunHandlers } from "./handler.ts";
import { cancelBulkRun, readBulkProgress } from "./progress.ts";
import { startBulkRun } from "./startRun.ts";

type Item = BulkItem<"publish-storefront">;

const log = createLog("silent");
const ITEMS = 25;
const A_PAGE = 10;
let test: TestDatabase;
let boss: PgBoss;
let jobs: JobQueue;
let shopId: string;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", log);
  jobs = createJobQueue(boss);
  await test.sql.rows(sql`CREATE TABLE noted (item int)`);
  ({ id: shopId } = await test.database.shop.create({ data: { domain: "bulk.myshopify.com" } }));
});
beforeEach(async () => {
  await test.database.bulkRun.deleteMany();
  await test.sql.rows(sql`DELETE FROM noted`);
  await takeJobs();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await test.close();
});

const note = async (rows: Sql, item: number) => {
  await rows.rows(sql`INSERT INTO noted VALUES (${item})`);
  return { done: 1, failed: 0 };
};

/** Notes the numbers up to ITEMS, each in an item of its own. */
function noting(item: (number: number) => Partial<Item> = () => ({})): BulkRunHandlers {
  return {
    ...noRuns,
    "publish-storefront": {
      readPage(_, cursor) {
        const first = Number(cursor?.productId ?? 0) + 1;
        const count = Math.max(0, Math.min(A_PAGE, ITEMS - first + 1));
        const numbers = Array.from({ length: count }, (_, index) => first + index);
        return Promise.resolve(
          numbers.map((number) => ({
            cursor: { productId: String(number) },
            act: (rows: Sql) => note(rows, number),
            ...item(number),
          })),
        );
      },
    },
  };
}

const ask = (afterSeconds?: number) =>
  startBulkRun(test.sql, jobs, {
    shopId,
    kind: "publish-storefront",
    parameters: {},
    askedBy: "app",
    ...(afterSeconds === undefined ? {} : { afterSeconds }),
  });
const runs = async () =>
  (await readBulkProgress(test.database, shopId, "publish-storefront", 10)).toReversed();
const newestRun = async () => {
  const [run] = await readBulkProgress(test.database, shopId, "publish-storefront", 1);
  if (run === undefined) throw new Error("There is no run.");
  return run;
};
const services = () => ({ sql: test.sql, jobs });
const workOff = (handlers: BulkRunHandlers) => workOffRuns(services(), handlers, shopId);
const work = async (handlers: BulkRunHandlers, runId?: string) =>
  continueBulkRunHandler(services(), handlers)({ shopId, runId: runId ?? (await newestRun()).id }, log);
const noted = async () => {
  const rows = await test.sql.rows<{ item: number }>(sql`SELECT item FROM noted ORDER BY ctid`);
  return rows.map(({ item }) => item);
};
/** Takes the jobs that were handed in. @returns in how many seconds each was due */
const takeJobs = async () => {
  const rows = await test.sql.rows<{ seconds: number }>(sql`
    WITH taken AS (DELETE FROM pgboss.job WHERE name = 'bulk' RETURNING start_after)
    SELECT ceil(extract(epoch FROM start_after - now()))::int AS seconds FROM taken`);
  return rows.map(({ seconds }) => Math.max(0, seconds));
};
const numbersTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("a run", () => {
  it("does every item once, page after page, and counts them", async () => {
    await ask();
    await work(noting());
    expect(await noted()).toEqual(numbersTo(ITEMS));
    expect(await newestRun()).toMatchObject({ state: "finished", done: ITEMS, failed: 0 });
  });

  it("does every item once with several workers at it", async () => {
    await ask();
    await Promise.all([1, 2, 3, 4].map(() => workOff(noting())));
    expect((await noted()).toSorted((a, b) => a - b)).toEqual(numbersTo(ITEMS));
    expect(await newestRun()).toMatchObject({ state: "finished", done: ITEMS, failed: 0 });
  });

  it("goes on where it stood after an item that failed, of which nothing is kept", async () => {
    let isBroken = true;
    const handlers = noting((number) => ({
      async act(rows) {
        const counts = await note(rows, number);
        if (isBroken && number === 12) throw new Error("It failed.");
        return counts;
      },
    }));
    await ask();
    await expect(work(handlers)).rejects.toThrow("It failed.");
    expect(await noted()).toEqual(numbersTo(11));
    expect(await newestRun()).toMatchObject({ state: "running", done: 11 });

    isBroken = false;
    await work(handlers);
    expect(await noted()).toEqual(numbersTo(ITEMS));
    expect(await newestRun()).toMatchObject({ state: "finished", done: ITEMS });
  });

  it("lets others come first after a while, and hands itself in again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const handlers = noting((number) => ({
      act(rows) {
        if (number === 3) vi.advanceTimersByTime(60_000);
        return note(rows, number);
      },
    }));
    await ask();
    expect(await takeJobs()).toEqual([0]);
    await work(handlers);
    expect(await noted()).toEqual([1, 2, 3]);
    expect(await takeJobs()).toEqual([0]);
    await work(handlers);
    expect(await noted()).toEqual(numbersTo(ITEMS));
    expect(await takeJobs()).toEqual([]);
  });

  it("stops where it is cancelled, and keeps what it did", async () => {
    const handlers = noting((number) => ({
      async act(rows) {
        // By a page, on another connection, while the item's work is not committed.
        if (number === 5) setImmediate(() => void cancel());
        return note(rows, number);
      },
    }));
    let cancelled: Promise<boolean> = Promise.resolve(false);
    const { promise: isCancelled, resolve } = Promise.withResolvers<undefined>();
    const cancel = async () => {
      cancelled = cancelBulkRun(test.database, shopId, (await newestRun()).id);
      await cancelled;
      resolve(undefined);
    };
    await ask();
    await work(handlers);
    await isCancelled;
    expect(await cancelled).toBe(true);
    const run = await newestRun();
    expect(run.state).toBe("cancelled");
    expect(await noted()).toEqual(numbersTo(run.done));

    await work(noting());
    expect(await noted()).toEqual(numbersTo(run.done));
  });

  it("is not cancelled for another shop", async () => {
    const other = await test.database.shop.create({ data: { domain: "other.myshopify.com" } });
    await ask();
    expect(await cancelBulkRun(test.database, other.id, (await newestRun()).id)).toBe(false);
    expect(await newestRun()).toMatchObject({ state: "waiting" });
  });
});

describe("an item that goes wrong again and again", () => {
  const broken = (number: number): BulkRunHandlers => ({
    ...noRuns,
    "retry-failed": {
      readPage(_, cursor) {
        const done = Number(cursor?.lineItemId ?? 0);
        const numbers = numbersTo(5).slice(done);
        return Promise.resolve(
          numbers.map((item) => ({
            cursor: { lineItemId: String(item) },
            act: (rows) => (item === number ? Promise.reject(new Error("It failed.")) : note(rows, item)),
          })),
        );
      },
    },
  });

  it("is counted as failed and left behind, where its kind allows it", async () => {
    await startBulkRun(test.sql, jobs, { shopId, kind: "retry-failed", parameters: {}, askedBy: "merchant" });
    const [run] = await readBulkProgress(test.database, shopId, "retry-failed", 1);
    const { skipsAfterTries } = bulkRunCatalogue["retry-failed"];
    for (let tries = 1; tries < skipsAfterTries; tries += 1)
      await expect(work(broken(3), run?.id)).rejects.toThrow("It failed.");
    expect(await noted()).toEqual([1, 2]);
    await work(broken(3), run?.id);
    expect(await noted()).toEqual([1, 2, 4, 5]);
    const [after] = await readBulkProgress(test.database, shopId, "retry-failed", 1);
    expect(after).toMatchObject({ state: "finished", done: 4, failed: 1 });
  });
});

describe("asking for the same", () => {
  it("is one run, and one job, as long as that has not begun", async () => {
    await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(await runs()).toMatchObject([{ state: "waiting" }]);
    expect(await takeJobs()).toEqual([0]);
  });

  it("is another run once one has begun, and that waits for its end", async () => {
    await ask();
    const first = await newestRun();
    let second = first;
    const handlers = noting((number) => ({
      async act(rows) {
        if (number !== 2) return note(rows, number);
        await ask();
        await ask();
        second = await newestRun();
        await expect(work(handlers, second.id)).rejects.toThrow(PostponedError);
        return note(rows, number);
      },
    }));
    await work(handlers, first.id);
    expect(await runs()).toMatchObject([{ state: "finished" }, { state: "waiting" }]);
    await work(noting(), second.id);
    expect(await runs()).toMatchObject([{ state: "finished" }, { state: "finished" }]);
    expect(await noted()).toEqual([...numbersTo(ITEMS), ...numbersTo(ITEMS)]);
  });

  it("has a run begin at once that would have waited for a while", async () => {
    await ask(3_600);
    await ask(3_600);
    await ask();
    await ask(3_600);
    expect(await runs()).toHaveLength(1);
    expect(await takeJobs()).toEqual([0]);
  });

  it("forgets runs that ended long ago", async () => {
    await ask();
    await work(noting());
    await test.database.bulkRun.updateMany({ data: { finishedAt: new Date(Date.now() - 8 * 86_400_000) } });
    await ask();
    expect(await runs()).toMatchObject([{ state: "waiting" }]);
  });
});

describe("work outside the database", () => {
  const outside = (perform: (number: number) => Promise<void>, overtaken: () => void = () => undefined) =>
    noting((number) => ({
      outside: {
        perform: () => perform(number),
        overtaken: () => {
          overtaken();
          return Promise.resolve();
        },
      },
    }));

  it("is done by one worker at a time, and once", async () => {
    const performed: number[] = [];
    let atOnce = 0;
    const handlers = outside(async (number) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      performed.push(number);
      atOnce -= 1;
    });
    await ask();
    await Promise.all([1, 2, 3].map(() => workOff(handlers)));
    expect(performed).toEqual(numbersTo(ITEMS));
    expect(await noted()).toEqual(numbersTo(ITEMS));
  });

  it("is done again after a failure, without waiting for anybody", async () => {
    const performed: number[] = [];
    const handlers = outside((number) => {
      performed.push(number);
      if (performed.length === 3) return Promise.reject(new Error("There is no answer."));
      return Promise.resolve();
    });
    await ask();
    await expect(work(handlers)).rejects.toThrow("There is no answer.");
    await work(handlers);
    expect(performed).toEqual([1, 2, 3, 3, ...numbersTo(ITEMS).slice(3)]);
    expect(await newestRun()).toMatchObject({ state: "finished", done: ITEMS });
  });

  it("is told when another worker did it meanwhile, because it took so long", async () => {
    let overtakings = 0;
    const slow = outside(
      async (number) => {
        if (number !== 7) return;
        await test.sql.rows(sql`UPDATE "BulkRun" SET "outsideSince" = now() - interval '1 hour'`);
        await work(outside(() => Promise.resolve()));
      },
      () => {
        overtakings += 1;
      },
    );
    await ask();
    await work(slow);
    expect(overtakings).toBe(1);
    expect(await noted()).toEqual(numbersTo(ITEMS));
    expect(await newestRun()).toMatchObject({ state: "finished", done: ITEMS });
  });
});
