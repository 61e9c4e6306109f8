import { randomUUID } from "node:crypto";
import sql from "sql-template-tag";
import { openPool } from "../../app/database/pool.ts";
import { createSql, type SqlPool } from "../../app/database/sql.ts";
import { Line, type Waiter } from "../../app/quota/line.ts";
import { type Answered, takeTurns } from "../../app/quota/turns.ts";
import { median } from "../median.ts";
import type { Databases } from "./databases.ts";

/** What a call costs to schedule, in microseconds, the median of all its statements. */
export interface TurnCost {
  keys: number;
  app: number;
  bare: number;
}

const WINDOW_MILLISECONDS = 1_000;
const PATIENCE_MILLISECONDS = 2 * WINDOW_MILLISECONDS;
/** Requests that count for each key all the while, as in a minute of a busy shop. */
const STANDING_REQUESTS = 30;
/** Requests of as many keys that come at once. */
const CALLS_AT_ONCE = 10;
const ROUNDS = 5;

/**
 * What a turn costs with more and more keys: taken and, a moment later, given back, with windows so short that their
 * ends are in it too. Beside it, the bare way: whose turn it is is found by counting the requests of all keys.
 */
export async function measureTurns(
  databases: Databases,
  sizes: number[],
  statements: number,
): Promise<TurnCost[]> {
  const fleets = [];
  for (const keys of sizes) fleets.push(await openFleet(databases, keys));
  const costs = fleets.map(({ keys }) => ({ keys, app: [] as number[], bare: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, fleet] of fleets.entries()) {
      costs[index]?.app.push(...(await timeEach(statements / ROUNDS, fleet.takeByApp)));
      costs[index]?.bare.push(...(await timeEach(statements / ROUNDS / 10, fleet.takeByScan)));
    }
  await Promise.all(fleets.map((fleet) => fleet.close()));
  const aCall = (times: number[]) => (median(times) * 1_000) / CALLS_AT_ONCE;
  return costs.map(({ keys, app, bare }) => ({ keys, app: aCall(app), bare: aCall(bare) }));
}

async function timeEach(times: number, action: () => Promise<void>): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let done = 0; done < times; done += 1) {
    const start = performance.now();
    await action();
    milliseconds.push(performance.now() - start);
  }
  return milliseconds;
}

interface Fleet {
  keys: number;
  takeByApp: () => Promise<void>;
  takeByScan: () => Promise<void>;
  close(): Promise<void>;
}

async function openFleet(databases: Databases, keys: number): Promise<Fleet> {
  const { url } = await databases.add(`turns_${keys}`);
  const pool = openPool(url, { connections: 1 });
  const database = createSql(pool);
  await fill(database, keys);
  const anyKeys = () => {
    const first = Math.floor(Math.random() * keys);
    return Array.from({ length: CALLS_AT_ONCE }, (_, index) => (first + index * 7) % keys);
  };
  return {
    keys,
    takeByApp: appTaker(database, anyKeys),
    takeByScan: async () => {
      await takeByScan(database, anyKeys().map(fingerprint));
    },
    close: () => pool.end(),
  };
}

/** What a look costs for which there is no turn: so many wait in this process, of so many requests that count. */
export interface LookCost {
  waiting: number;
  used: number;
  microseconds: number;
}

/** Looks for turns of keys whose quota is used up. */
export async function measureLooks(
  databases: Databases,
  sizes: readonly { waiting: number; used: number }[],
  looks: number,
): Promise<LookCost[]> {
  const { url } = await databases.add("looks");
  const pool = openPool(url, { connections: 1 });
  const database = createSql(pool);
  const lookers = [];
  for (const [key, { waiting, used }] of sizes.entries()) {
    await addGrants(database, key, used);
    const line = new Line(PATIENCE_MILLISECONDS);
    for (let count = 0; count < waiting; count += 1) line.add(waiterOf(key));
    const terms = termsOf(used);
    lookers.push(async () => {
      const wanted = [{ apiKeyFingerprint: fingerprint(key), waiters: line.first(performance.now()) }];
      await takeTurns(database, terms, wanted, []);
    });
  }
  await database.rows(sql`VACUUM ANALYZE`);
  const times = lookers.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, look] of lookers.entries())
      times[index]?.push(...(await timeEach(looks / ROUNDS, look)));
  await pool.end();
  return sizes.map((size, index) => ({ ...size, microseconds: median(times[index] ?? []) * 1_000 }));
}

/** As long as a real one. */
const fingerprint = (key: number) => `key-${key}-`.padEnd(43, "x");
const shopOf = (key: number) => `00000000-0000-4000-8000-${String(key).padStart(12, "0")}`;

async function fill(database: SqlPool, keys: number): Promise<void> {
  for (let key = 0; key < keys; key += 1) await addGrants(database, key, STANDING_REQUESTS);
  await database.rows(sql`
    CREATE TABLE bare AS SELECT "apiKeyFingerprint" AS key, "countsUntil" AS counts_until FROM "QuotaGrant"`);
  await database.rows(sql`VACUUM ANALYZE`);
}

/** Requests that count for as long as the benchmark runs. */
async function addGrants(database: SqlPool, key: number, requests: number): Promise<void> {
  await database.rows(sql`
    WITH share AS (
      INSERT INTO "QuotaShare" ("apiKeyFingerprint", "shopId", "counting")
      VALUES (${fingerprint(key)}, ${shopOf(key)}::uuid, ${requests}::int) RETURNING *
    )
    INSERT INTO "QuotaGrant" ("apiKeyFingerprint", "shopId", "countsUntil")
    SELECT "apiKeyFingerprint", "shopId", now() + interval '1 hour' FROM share, generate_series(1, ${requests}::int)`);
}

const waiterOf = (key: number): Waiter => ({
  shopId: shopOf(key),
  urgency: "order",
  since: performance.now(),
  grant: () => undefined,
  refuse: () => undefined,
});

const termsOf = (requests: number) => ({
  processId: randomUUID(),
  quota: { requests, windowMilliseconds: WINDOW_MILLISECONDS },
  abandonedAfterMilliseconds: 100_000,
  patienceMilliseconds: PATIENCE_MILLISECONDS,
});

function appTaker(database: SqlPool, anyKeys: () => number[]): () => Promise<void> {
  const terms = termsOf(1_000_000);
  let answered: Answered[] = [];
  return async () => {
    const wanted = anyKeys().map((key) => ({
      apiKeyFingerprint: fingerprint(key),
      waiters: [waiterOf(key)],
    }));
    const turns = await takeTurns(database, terms, wanted, answered);
    answered = [...turns].flatMap(([apiKeyFingerprint, { granted }]) =>
      granted.map(({ turn }) => ({ ...turn, apiKeyFingerprint, isAnswer: true, at: performance.now() })),
    );
  };
}

/** Without a lock, and without giving back: it is the counting that is compared. */
async function takeByScan(database: SqlPool, wanted: string[]): Promise<void> {
  await database.rows(sql`
    WITH counted AS (
      SELECT key, count(*) AS used FROM bare WHERE counts_until > clock_timestamp() GROUP BY key
    )
    INSERT INTO bare (key, counts_until)
    SELECT wanted.key, clock_timestamp() + interval '1 second'
    FROM unnest(${wanted}::text[]) AS wanted (key) LEFT JOIN counted USING (key)
    WHERE coalesce(counted.used, 0) < 1000000`);
  await database.rows(sql`DELETE FROM bare WHERE counts_until <= clock_timestamp()`);
}
