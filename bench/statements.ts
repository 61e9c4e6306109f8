import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type ChaosWorld, startChaosWorld } from "../tests/chaos/chaosWorld.ts";
import { placeOrders } from "../tests/chaos/orders.ts";

/**
 * How many statements and commits one order takes from its webhook to its file, `BEGIN` and `COMMIT` included, and how
 * many an idle process makes. Postgres counts them (pg_stat_statements, pg_stat_database), those of idle traffic are
 * subtracted: a count, not a timing.
 *
 * --orders 100        measured each way: all at once, and one after the other
 * --idle-seconds 120  for how long the idle process is watched
 * --shops 0           how many quiet shops there are besides
 * --top 0             prints the statements that are run most often
 */
const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "100" },
    "idle-seconds": { type: "string", default: "120" },
    shops: { type: "string", default: "0" },
    top: { type: "string", default: "0" },
  },
});
const orders = Number(values.orders);
const idleSeconds = Number(values["idle-seconds"]);

/** A session tells what it counted about a second after it fell idle. */
const TOLD_AFTER_MILLISECONDS = 2_500;

interface Counted {
  statements: number;
  commits: number;
  seconds: number;
}

/** The app's own, so that the statements of this benchmark are told apart. */
const APP_ROLE = "app";
let ownCommits = 0;

const world = await startChaosWorld({
  preload: "pg_stat_statements",
  quota: { requests: 1_000_000, windowSeconds: 60 },
});
await world.database.$executeRaw`CREATE EXTENSION pg_stat_statements`;
await world.database.$executeRaw`CREATE ROLE app SUPERUSER LOGIN PASSWORD 'app'`;
const address = new URL(world.databaseUrl);
address.username = address.password = APP_ROLE;
const app = world.startServer(undefined, { WORKER_IN_SERVER: "true", DATABASE_URL: address.href });
try {
  await addQuietShops(Number(values.shops));
  await world.untilHealthy();
  await pause(10_000);

  const idle = await count(async () => {
    await pause(idleSeconds * 1_000);
  });
  report("idle, each second", idle.statements / idle.seconds, idle.commits / idle.seconds);
  await reportTop(idle.seconds);

  reportOrders("all at once", idle, await count(() => carryOut(orders, orders)));
  reportOrders("one after the other", idle, await count(() => carryOut(orders, 1)));
  await reportTop(orders);
} finally {
  await app.stop();
  await world.close();
}

/** Places orders, so many at a time, and waits until every file is there. */
async function carryOut(many: number, atATime: number): Promise<void> {
  for (let placed = 0; placed < many; placed += atATime) {
    await placeOrders(world, Math.min(atATime, many - placed));
    await untilReady(world);
  }
}

/** Asks Postgres as another user than the app's, whose statements are not counted; its commits are. */
async function untilReady({ database, shop }: ChaosWorld): Promise<void> {
  let ready = 0;
  while (ready < shop.orders.length) {
    await pause(100);
    const [row] = await database.$queryRaw<[{ ready: bigint }]>`
      SELECT count(*) AS ready FROM "Order" WHERE "state" = 'ready'`;
    ownCommits += 1;
    ready = Number(row.ready);
  }
}

async function count(action: () => Promise<void>): Promise<Counted> {
  await pause(TOLD_AFTER_MILLISECONDS);
  const before = await read();
  ownCommits = 0;
  await world.database.$executeRaw`SELECT pg_stat_statements_reset()`;
  ownCommits += 1;
  await action();
  await pause(TOLD_AFTER_MILLISECONDS);
  const after = await read();
  return {
    statements: after.statements,
    // What was read before is the own commit of after.
    commits: after.commits - before.commits - ownCommits - 1,
    seconds: (after.at - before.at) / 1_000,
  };
}

async function read(): Promise<{ statements: number; commits: number; at: number }> {
  const [row] = await world.database.$queryRaw<[{ statements: bigint; commits: bigint }]>`
    SELECT (SELECT COALESCE(sum(calls), 0)::bigint FROM pg_stat_statements
            JOIN pg_roles ON pg_roles.oid = userid WHERE rolname = ${APP_ROLE}) AS statements,
           (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()) AS commits`;
  return { statements: Number(row.statements), commits: Number(row.commits), at: performance.now() };
}

/** Shops that have the app and have sold nothing for long, whose readings are spread over time. */
async function addQuietShops(many: number): Promise<void> {
  await world.database.$executeRaw`
    WITH added AS (
      INSERT INTO "Shop" ("id", "domain", "scopes", "installedAt")
      SELECT gen_random_uuid(), 'quiet-' || number || '.myshopify.com', 'read_orders', now() - interval '60 days'
      FROM generate_series(1, ${many}::int) AS number
      RETURNING "id"
    )
    INSERT INTO "OrderReading" ("shopId", "kind", "nextAt")
    SELECT "id", kind, now() + random() * CASE kind WHEN 'latest' THEN interval '6 hours' ELSE interval '1 day' END
    FROM added CROSS JOIN unnest(enum_range(NULL::"OrderReadingKind")) AS kind`;
}

function reportOrders(name: string, idle: Counted, counted: Counted): void {
  const ofIdle = counted.seconds / idle.seconds;
  const { statements, commits } = counted;
  report(
    `an order, ${name}`,
    (statements - idle.statements * ofIdle) / orders,
    (commits - idle.commits * ofIdle) / orders,
  );
}

function report(name: string, statements: number, commits: number): void {
  const figures = `${statements.toFixed(1).padStart(7)} statements ${commits.toFixed(1).padStart(7)} commits`;
  process.stdout.write(`${name.padEnd(32)} ${figures}\n`);
}

/** @param divisor so that it is told for each order or second */
async function reportTop(divisor: number): Promise<void> {
  const rows = await world.database.$queryRaw<{ calls: bigint; query: string }[]>`
    SELECT calls, query FROM pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid WHERE rolname = ${APP_ROLE}
    ORDER BY calls DESC LIMIT ${Number(values.top)}::int`;
  for (const { calls, query } of rows) {
    const text = query.replaceAll(/\s+/g, " ").slice(0, 150);
    process.stdout.write(`  ${(Number(calls) / divisor).toFixed(2).padStart(7)} ${text}\n`);
  }
}
