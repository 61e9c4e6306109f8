import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Job } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { poolConfig } from "../database/address.ts";
import { createLog } from "../log/log.ts";
import { type JobEngine, startJobEngine } from "./engine.ts";
import type { StoredJob } from "./newJobs.ts";
import { waitWithoutPlace } from "./place.ts";
import { PostponedError } from "./postponed.ts";
import { createJobQueue, type JobQueue, type NewJob } from "./queue.ts";
import { type JobHandlers, startWorking, type Working } from "./work.ts";

const log = createLog("silent");
let test: TestDatabase;
let engine: JobEngine;
let jobs: JobQueue;
const working: Working[] = [];

beforeAll(async () => {
  test = await testDatabase();
  engine = await startEngine();
  jobs = createJobQueue(engine.boss, engine.bell);
});
afterEach(async () => {
  await Promise.all(working.splice(0).map((one) => one.stop()));
  await test.sql.rows(sql`DELETE FROM pgboss.job`);
});
afterAll(async () => {
  await engine.boss.stop({ graceful: true });
  await test.close();
});

const startEngine = () => startJobEngine(test.pool, test.databaseUrl, "test", log);

/** Handlers of which those that are not named refuse. */
function handling(some: Partial<JobHandlers>): JobHandlers {
  const refuse = () => Promise.reject(new Error("not this one"));
  return {
    "process-delivery": refuse,
    "continue-bulk-run": refuse,
    "create-order": refuse,
    "find-designs": refuse,
    "start-design-sweeps": refuse,
    "renew-encryption": refuse,
    "keep-retention": refuse,
    "sweep-designs": refuse,
    "list-templates": refuse,
    "start-composite-task": refuse,
    "check-composite-task": refuse,
    "sync-skus": refuse,
    "start-order-readings": refuse,
    "forget-deliveries": refuse,
    "fold-counts": refuse,
    "reconcile-orders": refuse,
    "sweep-orders": refuse,
    "confirm-orders": refuse,
    ...some,
  };
}

function work(some: Partial<JobHandlers>, by = engine): void {
  working.push(startWorking(by, handling(some), log));
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It did not come to this: ${what}`);
    await pause(10);
  }
}

const states = async (): Promise<string[]> => {
  const rows = await test.sql.rows<{ state: string }>(
    sql`SELECT state::text FROM pgboss.job ORDER BY created_on`,
  );
  return rows.map(({ state }) => state);
};
const order = (orderId: string, shopId = "a shop"): NewJob => ({
  job: "create-order",
  payload: { shopId, orderId },
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

it("hands a committed job to its handler, with its payload, and again after a failure", async () => {
  const seen: string[] = [];
  work({
    "process-delivery": ({ deliveryId }) => {
      seen.push(deliveryId);
      return seen.length === 1 ? Promise.reject(new Error("the first try fails")) : Promise.resolve();
    },
  });
  await test.database.$transaction((rows) => jobs.enqueue(rows, "process-delivery", { deliveryId: "42" }));
  await until("both tries", () => seen.length === 2);
  expect(seen).toEqual(["42", "42"]);
  await until("the job is done", async () => (await states()).every((state) => state === "completed"));
});

it("does what waits again after the time that was told, and does not count it as a failure", async () => {
  const tries: number[] = [];
  work({
    "create-order": () => {
      tries.push(Date.now());
      return tries.length < 3
        ? Promise.reject(new PostponedError("CustoMeow is down", 0.2))
        : Promise.resolve();
    },
  });
  await jobs.enqueueAll(test.sql, [order("1")]);
  await until("the third try", () => tries.length === 3);
  await until("all is settled", async () => (await states()).every((state) => state === "completed"));
  expect(await states()).toHaveLength(3);
  expect(Number(tries[1]) - Number(tries[0])).toBeGreaterThanOrEqual(200);
});

it("keeps nobody's job waiting for those that wait for a turn, of however many shops they are", async () => {
  const done: string[] = [];
  let free: () => void = () => undefined;
  const turn = new Promise<void>((resolve) => (free = resolve));
  work({
    "create-order": async ({ shopId, orderId }) => {
      if (shopId.startsWith("flood")) await waitWithoutPlace(() => turn);
      done.push(`${shopId} ${orderId}`);
    },
  });
  const shops = numbers(30).map((number) => `flood ${number}`);
  await jobs.enqueueAll(
    test.sql,
    shops.flatMap((shop) => numbers(10).map((id) => order(`${shop} ${id}`, shop))),
  );
  await jobs.enqueueAll(test.sql, [order("one", "quiet")]);
  await until("the quiet shop's order is done", () => done.includes("quiet one"));
  expect(done).toEqual(["quiet one"]);
  free();
  await until("all are done", () => done.length >= 301);
  await until("all are settled", async () => (await states()).every((state) => state === "completed"));
  expect(new Set(done).size).toBe(301);
});

it("does another shop's one job before the floods of many shops, however much earlier they came", async () => {
  const done: string[] = [];
  work({
    "create-order": async ({ shopId, orderId }) => {
      await pause(5);
      done.push(`${shopId} ${orderId}`);
    },
  });
  const shops = numbers(20).map((number) => `flood ${number}`);
  await jobs.enqueueAll(
    test.sql,
    numbers(150).flatMap((id) => shops.map((shop) => order(`${shop} ${id}`, shop))),
  );
  await until("the floods are under way", () => done.length >= 500);
  await jobs.enqueueAll(test.sql, [order("one", "quiet")]);
  await until("the quiet shop's order is done", () => done.includes("quiet one"));
  expect(done.indexOf("quiet one")).toBeLessThan(2_000);
  await until("all are done", () => done.length >= 3_001);
  expect(new Set(done).size).toBe(3_001);
});

it("does every job of a flood once, and keeps no other shop's waiting for its end", async () => {
  const done: string[] = [];
  let free: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  work({
    "create-order": async ({ shopId, orderId }) => {
      if (shopId === "flood") await held;
      done.push(`${shopId} ${orderId}`);
    },
  });
  await jobs.enqueueAll(
    test.sql,
    numbers(150).map((id) => order(id, "flood")),
  );
  await jobs.enqueueAll(test.sql, [order("one", "quiet")]);
  await until("the quiet shop's order is done", () => done.includes("quiet one"));
  expect(done).toEqual(["quiet one"]);
  free();
  await until("all are done", () => done.length >= 151);
  await until("all are settled", async () => (await states()).every((state) => state === "completed"));
  expect(new Set(done).size).toBe(151);
  expect(done).toHaveLength(151);
});

it("works on the more urgent of a queue first", async () => {
  const done: string[] = [];
  const note = (name: string) => () => {
    done.push(name);
    return Promise.resolve();
  };
  await jobs.enqueueAll(test.sql, [
    ...numbers(20).map((taskId): NewJob => ({
      job: "check-composite-task",
      payload: { shopId: "a shop", taskId },
    })),
    ...numbers(15).map((taskId): NewJob => ({
      job: "start-composite-task",
      payload: { shopId: "a shop", taskId },
    })),
  ]);
  work({ "check-composite-task": note("check"), "start-composite-task": note("start") });
  await until("all are done", () => done.length === 35);
  expect(done.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => "start"));
});

describe("a job that is handed in again while it is worked on", () => {
  it("is done again afterwards, never at the same time", async () => {
    let running = 0;
    const most: number[] = [];
    const started = Promise.withResolvers<undefined>();
    work({
      "create-order": async () => {
        running += 1;
        most.push(running);
        started.resolve(undefined);
        await pause(100);
        running -= 1;
      },
    });
    await jobs.takeUpAfter(() => jobs.enqueueAll(test.sql, [order("1")]));
    await started.promise;
    await jobs.takeUpAfter(() => jobs.enqueueAll(test.sql, [order("1")]));
    await until("both are done", async () => (await states()).every((state) => state === "completed"));
    expect(most).toEqual([1, 1]);
  });
});

describe("several processes", () => {
  it("hear of a job that one hands in that takes none", async () => {
    const other = await startEngine();
    const heard = Promise.withResolvers<string>();
    work(
      {
        "create-order": ({ orderId }) => {
          heard.resolve(orderId);
          return Promise.resolve();
        },
      },
      other,
    );
    await jobs.takeUpAfter(() => jobs.enqueueAll(test.sql, [order("told")]));
    expect(await heard.promise).toBe("told");
    await Promise.all(working.splice(0).map((one) => one.stop()));
    await other.boss.stop({ graceful: true });
  });

  it("do the job of one that fell silent, and do not hear it any more", async () => {
    await jobs.enqueueAll(test.sql, [order("1")]);
    const [lost] = await engine.boss.fetch<StoredJob>("orders", { batchSize: 1 });
    const claimed = lost as Job<StoredJob>;
    await test.sql.rows(sql`UPDATE pgboss.job SET heartbeat_on = now() - interval '11 seconds'`);
    const running = Promise.withResolvers<undefined>();
    const ended = Promise.withResolvers<undefined>();
    work({
      "create-order": async () => {
        running.resolve(undefined);
        await ended.promise;
      },
    });
    await running.promise;
    await engine.boss.complete("orders", claimed);
    expect(await states()).toEqual(["active"]);
    ended.resolve(undefined);
    await until("the other is heard", async () => (await states()).every((state) => state === "completed"));
  });
});

it("stops after the jobs that run, and leaves none of them unsettled", async () => {
  const started = Promise.withResolvers<undefined>();
  work({
    "create-order": async () => {
      started.resolve(undefined);
      await pause(200);
    },
  });
  await jobs.takeUpAfter(() => jobs.enqueueAll(test.sql, [order("1"), order("2")]));
  await started.promise;
  await Promise.all(working.splice(0).map((one) => one.stop()));
  expect(await states()).toEqual(["completed", "completed"]);
});

it("loses no job when its connections are cut again and again", async () => {
  const done = new Set<string>();
  await jobs.enqueueAll(
    test.sql,
    numbers(200).map((id) => order(id, `shop ${Number(id) % 20}`)),
  );
  const admin = new pg.Client(poolConfig(test.databaseUrl));
  await admin.connect();
  work({
    "create-order": async ({ orderId }) => {
      await pause(20);
      done.add(orderId);
    },
  });
  for (let cut = 0; cut < 10; cut += 1) {
    await pause(30);
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
  }
  await admin.end();
  await until("all are settled", async () => {
    const found = await states().catch(() => ["unknown"]);
    return found.length > 0 && found.every((state) => state === "completed");
  });
  expect(done.size).toBe(200);
});
