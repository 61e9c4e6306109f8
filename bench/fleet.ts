import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import sql from "sql-template-tag";
import { type CountedDatabase, type Databases, openDatabases } from "./fleet/databases.ts";
import {
  fleetOf,
  type FleetShop,
  readingsAnHour,
  spreadReadings,
  storeFleet,
  storeOrders,
} from "./fleet/fleet.ts";
import { BARE_EVERY_SECONDS, type FleetProcess, type Method, startFleetProcess } from "./fleet/process.ts";
import { measureLooks, measureTurns } from "./fleet/turns.ts";

/**
 * What a fleet of shops costs one process: what a turn costs with ever more keys, and what it takes to read the orders
 * of all shops, at the app's pace and, in the same run, every five minutes whatever the shop; how soon each has caught
 * up after an outage of an hour; and what shops without any orders cost. Scheduling, limiter, queue and Postgres are
 * the real ones, on the real clock; Shopify and CustoMeow answer after a moment and have nothing new.
 *
 * --shops 10000          whose orders are spread by Zipf's law
 * --orders-a-day 20000   of all shops
 * --minutes 5            for how long each is watched
 * --keys 10,100,…        with how many keys turns are taken
 * --statements 1000      that take turns, for each number of keys
 */
const { values } = parseArgs({
  options: {
    shops: { type: "string", default: "10000" },
    "orders-a-day": { type: "string", default: "20000" },
    minutes: { type: "string", default: "5" },
    keys: { type: "string", default: "10,100,1000,10000" },
    statements: { type: "string", default: "1000" },
  },
});
const shops = Number(values.shops);
const ordersADay = Number(values["orders-a-day"]);
const minutes = Number(values.minutes);

const WARM_UP_SECONDS = 20;
const OUTAGE_SECONDS = 60 * 60;
/** What an order asks of CustoMeow. */
const CALLS_OF_AN_ORDER = 4;
const CUSTOMEOW_MILLISECONDS = 100;

interface Measured {
  readingsAnHour: number;
  jobsASecond: number;
  statementsASecond: number;
}

interface Recovery {
  seconds: number;
  mostJobsWaiting: number;
}

const databases = await openDatabases();
try {
  await reportTurns();
  await reportLooks();
  if (shops > 0) await reportQuietShops();
  if (shops > 0) await reportFleet();
} finally {
  await databases.close();
}

async function reportTurns(): Promise<void> {
  print("a call's turn, scheduled (µs, medians; ratio to the first)", ["app", "", "all keys scanned", ""]);
  const costs = await measureTurns(databases, values.keys.split(",").map(Number), Number(values.statements));
  const [first] = costs;
  for (const { keys, app, bare } of costs) {
    const ratio = (cost: number, of: number | undefined) => `${(cost / (of ?? cost)).toFixed(2)} ×`;
    print(`${keys} keys`, [
      app.toFixed(0),
      ratio(app, first?.app),
      bare.toFixed(0),
      ratio(bare, first?.bare),
    ]);
  }
}

async function reportLooks(): Promise<void> {
  const sizes = [
    { waiting: 100, used: 60 },
    { waiting: 1_000, used: 60 },
    { waiting: 10_000, used: 60 },
    { waiting: 100, used: 500_000 },
  ];
  print("\na look for a turn, of a key whose quota is used up (µs; ratio to the first)", ["app", ""]);
  const costs = await measureLooks(databases, sizes, Number(values.statements));
  for (const { waiting, used, microseconds } of costs)
    print(`${waiting} wait, ${used} requests count`, [
      microseconds.toFixed(0),
      `${(microseconds / (costs[0]?.microseconds ?? microseconds)).toFixed(2)} ×`,
    ]);
}

async function reportQuietShops(): Promise<void> {
  const quiet = fleetOf(shops, 0);
  const database = await addFleet(databases, "quiet", quiet, "app");
  const measured = await whileRunning(database, "app", (running) => measure(running, database, quiet));
  print(`\n${shops} shops without orders, ${minutes} minutes`, ["app"]);
  reportMeasured([measured]);
}

async function reportFleet(): Promise<void> {
  const fleet = fleetOf(shops, ordersADay);
  const results: { measured: Measured; recovery: Recovery }[] = [];
  for (const method of ["app", "bare"] as const) {
    const database = await addFleet(databases, `fleet_${method}`, fleet, method);
    const measured = await whileRunning(database, method, (running) => measure(running, database, fleet));
    await beAway(database);
    const recovery = await whileRunning(database, method, (running) => recover(running, database));
    results.push({ measured, recovery });
  }
  print(`\n${shops} shops, ${ordersADay} orders a day, ${minutes} minutes`, ["app", "every 5 minutes"]);
  const bareReadings = (shops * 3_600) / BARE_EVERY_SECONDS;
  print("readings an hour, computed", [readingsAnHour(fleet).toFixed(0), bareReadings.toFixed(0)]);
  reportMeasured(results.map(({ measured }) => measured));
  const recoveries = results.map(({ recovery }) => recovery);
  print(
    "seconds until an hour's outage is caught up",
    recoveries.map(({ seconds }) => seconds.toFixed(0)),
  );
  print(
    "most jobs that waited meanwhile",
    recoveries.map(({ mostJobsWaiting }) => mostJobsWaiting.toFixed(0)),
  );
}

function reportMeasured(measured: Measured[]): void {
  print(
    "readings an hour",
    measured.map((one) => one.readingsAnHour.toFixed(0)),
  );
  print(
    "jobs a second",
    measured.map((one) => one.jobsASecond.toFixed(2)),
  );
  print(
    "statements a second",
    measured.map((one) => one.statementsASecond.toFixed(1)),
  );
}

async function addFleet(
  all: Databases,
  name: string,
  fleet: readonly FleetShop[],
  method: Method,
): Promise<CountedDatabase> {
  const database = await all.add(name);
  await storeFleet(database.admin, fleet);
  await spreadReadings(database.admin, fleet, method === "app" ? null : BARE_EVERY_SECONDS);
  await database.admin.rows(sql`VACUUM ANALYZE`);
  return database;
}

async function whileRunning<Result>(
  { url }: CountedDatabase,
  method: Method,
  action: (running: FleetProcess) => Promise<Result>,
): Promise<Result> {
  const running = await startFleetProcess(url, method);
  try {
    return await action(running);
  } finally {
    await running.close();
  }
}

async function measure(
  running: FleetProcess,
  database: CountedDatabase,
  fleet: readonly FleetShop[],
): Promise<Measured> {
  const selling = new AbortController();
  const sold = sell(running, database, fleet, selling.signal);
  await pause(WARM_UP_SECONDS * 1_000);
  const before = { ...running.done, statements: await database.statements() };
  await pause(minutes * 60_000);
  const statements = (await database.statements()) - before.statements;
  selling.abort();
  await sold;
  const seconds = minutes * 60;
  return {
    readingsAnHour: ((running.done.readings - before.readings) * 3_600) / seconds,
    jobsASecond: (running.done.jobs - before.jobs) / seconds,
    statementsASecond: statements / seconds,
  };
}

/** Orders come, as many as they do in the mean, and each asks CustoMeow for what it takes. */
async function sell(
  { limiter }: FleetProcess,
  { admin }: CountedDatabase,
  fleet: readonly FleetShop[],
  signal: AbortSignal,
): Promise<void> {
  const calls: Promise<void>[] = [];
  while (!signal.aborted) {
    await pause(1_000);
    const buyers = fleet.filter(({ ordersAnHour }) => Math.random() < ordersAnHour / 3_600);
    await storeOrders(
      admin,
      buyers.map(({ id }) => ({ shopId: id, hoursAgo: 0 })),
    );
    for (const { id } of buyers) calls.push(carryOut(limiter, id));
  }
  await Promise.all(calls);
}

async function carryOut(limiter: FleetProcess["limiter"], shopId: string): Promise<void> {
  const demand = { apiKeyFingerprint: `key of ${shopId}`, shopId, urgency: "order" as const };
  for (let call = 0; call < CALLS_OF_AN_ORDER; call += 1)
    await limiter.run(
      demand,
      () => pause(CUSTOMEOW_MILLISECONDS),
      () => ({ kind: "answered" }),
    );
}

/** As if nothing had run for an hour. */
async function beAway({ admin }: CountedDatabase): Promise<void> {
  const outage = sql`${OUTAGE_SECONDS}::float8 * interval '1 second'`;
  await admin.rows(sql`UPDATE "OrderReading" SET "nextAt" = "nextAt" - ${outage}, "startedAt" = NULL`);
  await admin.rows(sql`DELETE FROM pgboss.job WHERE name = 'reading'`);
}

/** Until each shop whose reading was due has been read. */
async function recover({ done }: FleetProcess, { admin }: CountedDatabase): Promise<Recovery> {
  const due = await admin.rows<{ domain: string }>(sql`
    SELECT DISTINCT "domain" FROM "OrderReading" JOIN "Shop" ON "id" = "shopId"
    WHERE "kind" = 'latest' AND "nextAt" <= now()`);
  const start = performance.now();
  let mostJobsWaiting = 0;
  while (!due.every(({ domain }) => done.shops.has(domain))) {
    await pause(500);
    const [jobs] = await admin.rows<{ waiting: number }>(sql`
      SELECT count(*)::int AS waiting FROM pgboss.job WHERE name = 'reading' AND state < 'active' AND start_after <= now()`);
    mostJobsWaiting = Math.max(mostJobsWaiting, jobs?.waiting ?? 0);
  }
  return { seconds: (performance.now() - start) / 1_000, mostJobsWaiting };
}

function print(name: string, cells: string[]): void {
  process.stdout.write(`${name.padEnd(60)}${cells.map((cell) => cell.padStart(17)).join("")}\n`);
}
