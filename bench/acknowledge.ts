import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../app/database/embeddedPostgres.ts";
import { openPool } from "../app/database/pool.ts";
import { createSql } from "../app/database/sql.ts";
import { buildPagesIfStale } from "../sandbox/launch/pages.ts";
import { load, type Measured } from "../tests/webhooks/load.ts";
import { signedBodies } from "../tests/webhooks/signedBodies.ts";
import { unkept } from "../tests/webhooks/unkept.ts";
import { fill, SHOP_DOMAIN } from "./acknowledge/fill.ts";
import { type MeasuredServer, startApp, startBare } from "./acknowledge/servers.ts";

/**
 * How many `orders/create` webhooks are acknowledged a second, and how fast, by the app's server as it ships (worker
 * off) and, in the same run and turn by turn, by a bare route that checks the same signature and makes one durable
 * INSERT for each. First with empty tables, then with a million deliveries and orders stored. Afterwards every webhook
 * that the app answered 200 is looked for in the database, with its job.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    "warm-up-seconds": { type: "string", default: "2" },
    connections: { type: "string", default: "1,16,64" },
    stored: { type: "string", default: "1000000" },
    "rest-seconds": { type: "string", default: "60" },
    /** For the app's server: `--cpu-prof --cpu-prof-dir=…`. */
    "node-options": { type: "string", default: "" },
  },
});
const SECRET = "the-secret-of-the-bench";
const subjects = ["app", "bare"] as const;
type Subject = (typeof subjects)[number];
const connectionCounts = values.connections.split(",").map(Number);
const bodies = signedBodies(500, SECRET);
const say = (line: string) => process.stdout.write(`${line}\n`);

await buildPagesIfStale();
const directory = await mkdtemp(join(tmpdir(), "customeow-bench-"));
const postgres = await startEmbeddedPostgres(directory);
const pool = openPool(postgres.url, { connections: 2 });
const nodeOptions = values["node-options"].split(" ").filter((option) => option !== "");
const servers: Record<Subject, MeasuredServer> = {
  app: await startApp(postgres.url, SECRET, join(directory, "app.log"), nodeOptions),
  bare: await startBare(postgres.url, SECRET),
};
const acknowledged: string[] = [];
try {
  await pause(5_000);
  const atRest = await memory();
  await measure("empty tables");
  const peak = await memory();
  await pause(Number(values["rest-seconds"]) * 1000);
  const after = await memory();
  for (const subject of subjects)
    say(
      `${subject.padEnd(6)} memory: ${atRest[subject]} MB at rest, ${peak[subject]} MB at the end of the load, ${after[subject]} MB ${values["rest-seconds"]} s later`,
    );
  if (Number(values.stored) > 0) {
    await fill(pool, Number(values.stored));
    await measure(`${values.stored} deliveries and orders stored`);
  }
  const lost = (await unkept(createSql(pool), acknowledged)).length;
  say(`\n${acknowledged.length} acknowledged by the app, ${lost} of them without their row and their job`);
  if (lost > 0) process.exitCode = 1;
} finally {
  await Promise.all(subjects.map((subject) => servers[subject].stop()));
  await pool.end();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}

async function memory(): Promise<Record<Subject, string>> {
  const [app, bare] = await Promise.all(subjects.map((subject) => servers[subject].residentMegabytes()));
  return { app: (app ?? Number.NaN).toFixed(0), bare: (bare ?? Number.NaN).toFixed(0) };
}

async function measure(title: string): Promise<void> {
  say(`\n${title}`);
  const runs = new Map<number, Record<Subject, Measured[]>>(
    connectionCounts.map((count) => [count, { app: [], bare: [] }]),
  );
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [connections, measured] of runs)
      for (const subject of round % 2 === 0 ? subjects : subjects.toReversed())
        measured[subject].push(await measureOnce(subject, connections));
  for (const [connections, measured] of runs) report(connections, measured);
}

async function measureOnce(subject: Subject, connections: number): Promise<Measured> {
  const measured = await load({
    url: servers[subject].url,
    shopDomain: SHOP_DOMAIN,
    connections,
    warmUpSeconds: Number(values["warm-up-seconds"]),
    seconds: Number(values.seconds),
    bodies,
  });
  for (const [status, ids] of measured.answers)
    if (status !== "200") say(`${subject} answered ${status} to ${ids.length} webhooks`);
  if (subject === "app") acknowledged.push(...(measured.answers.get("200") ?? []));
  return measured;
}

function report(connections: number, measured: Record<Subject, Measured[]>): void {
  for (const subject of subjects) {
    const of = (key: "aSecond" | "p50" | "p99") => median(measured[subject].map((run) => run[key]));
    say(
      `${String(connections).padStart(3)} connections  ${subject.padEnd(5)} ${of("aSecond").toFixed(0).padStart(6)} a second   p50 ${of("p50").toFixed(2).padStart(6)} ms   p99 ${of("p99").toFixed(2).padStart(6)} ms`,
    );
  }
  const ratio = (key: "aSecond" | "p50" | "p99") =>
    median(measured.app.map((run, round) => run[key] / (measured.bare[round]?.[key] ?? Number.NaN))).toFixed(
      2,
    );
  say(
    `                 app to bare, median of rounds: ${ratio("aSecond")} as many a second, p50 ${ratio("p50")}, p99 ${ratio("p99")}`,
  );
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
