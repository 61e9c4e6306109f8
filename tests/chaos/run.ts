import { parseArgs } from "node:util";
import { seededRandom } from "../../sandbox/customeow/stores/random.ts";
import { audit } from "./audit.ts";
import { startChaosWorld } from "./chaosWorld.ts";
import { describe, isKept } from "./report.ts";
import {
  crashAtPoints,
  killAtRandom,
  loseAnswers,
  newTally,
  recordCrashPoints,
  restartPostgres,
  stopAtRandom,
  suspendWorker,
} from "./rounds.ts";

/** `npm run test:chaos -- --orders N --seed S`: kills, cuts, delays and repeats, and tells what became of the orders. */
const { values } = parseArgs({
  options: { orders: { type: "string", default: "200" }, seed: { type: "string" } },
});
const orders = Number(values.orders);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const random = seededRandom(seed);
const say = (line: string) => process.stdout.write(`${line}\n`);

say(`at least ${orders} orders, seed ${seed}`);
const world = await startChaosWorld();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void world.close().then(() => process.exit(130)));
try {
  const before = ((await world.customeow("state")) as { requests: unknown[] }).requests.length;
  const points = await recordCrashPoints(world);
  const known = points.server.length + points.worker.length;
  const tally = newTally(known);
  const batches = Math.max(points.server.length, Math.ceil(points.worker.length / 3));
  const share = Math.ceil(orders / 2);

  say(`${known} crash points`);
  await crashAtPoints(world, points, Math.max(4, Math.ceil(share / batches)), tally);
  say("random kills");
  await killAtRandom(world, Math.ceil(share / 3), 12, random, tally);
  say("told to stop at random");
  await stopAtRandom(world, Math.ceil(share / 3), 12, random, tally);
  say("Postgres killed");
  await restartPostgres(world, Math.ceil(share / 4), tally);
  say("a worker suspended");
  await suspendWorker(world, Math.ceil(share / 4));
  say("answers lost");
  await loseAnswers(world, Math.ceil(share / 4), seed);

  const result = await audit(world, before);
  say(`\n${describe(result, tally)}`);
  if (!isKept(result, tally)) process.exitCode = 1;
} finally {
  await world.close();
}
