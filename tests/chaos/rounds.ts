import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { AppProcess, Ending } from "./appProcess.ts";
import type { ChaosWorld } from "./chaosWorld.ts";
import { placeOrders, untilSettled } from "./orders.ts";

/** What the rounds did, for the report. */
export interface Tally {
  kills: number;
  crashPointsKnown: number;
  crashPointsHit: string[];
  crashPointsMissed: string[];
  /** How often a process was told to stop. */
  stops: number;
  /** How those ended that did not end well. */
  badStops: string[];
}

export const newTally = (crashPointsKnown: number): Tally => ({
  kills: 0,
  crashPointsKnown,
  crashPointsHit: [],
  crashPointsMissed: [],
  stops: 0,
  badStops: [],
});

/** Runs `act` with a server and workers, places orders, and waits until all is settled. */
async function withApp(
  world: ChaosWorld,
  points: { server?: string | undefined; workers: (string | undefined)[] },
  act: (processes: AppProcess[]) => Promise<void>,
): Promise<AppProcess[]> {
  const server = world.startServer(points.server);
  const workers = points.workers.map((point) => world.startWorker(point));
  const processes = [server, ...workers];
  try {
    await world.untilHealthy();
    await act(processes);
    await untilSettled(world);
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
  return processes;
}

/** Finds every crash point that an order comes by. */
export async function recordCrashPoints(world: ChaosWorld): Promise<{ server: string[]; worker: string[] }> {
  const files = { server: `${world.logFile}.server-points`, worker: `${world.logFile}.worker-points` };
  const server = world.startServer(undefined, { CRASH_RECORD: files.server });
  const worker = world.startWorker(undefined, { CRASH_RECORD: files.worker });
  try {
    await world.untilHealthy();
    await placeOrders(world, 3);
    await untilSettled(world);
  } finally {
    await Promise.all([server.stop(), worker.stop()]);
  }
  const read = async (file: string) => (await readFile(file, "utf8")).trim().split("\n");
  return { server: await read(files.server), worker: await read(files.worker) };
}

/**
 * Kills three workers, and the server where it has a point left, at one crash point each, while orders come in, and
 * starts them again; until every point has had its turn.
 */
export async function crashAtPoints(
  world: ChaosWorld,
  points: { server: string[]; worker: string[] },
  ordersOfABatch: number,
  tally: Tally,
): Promise<void> {
  const [server, worker] = [[...points.server], [...points.worker]];
  while (server.length > 0 || worker.length > 0) {
    const batch = { server: server.shift(), workers: worker.splice(0, 3) };
    const processes = await withApp(world, batch, () => placeOrders(world, ordersOfABatch, 2));
    const aimed = [batch.server, ...batch.workers];
    processes.forEach((one, index) => {
      const point = aimed[index];
      if (point !== undefined)
        (one.crashes() > 0 ? tally.crashPointsHit : tally.crashPointsMissed).push(point);
      tally.kills += one.crashes();
    });
  }
}

/** Kills whatever process, at whatever moment. */
export async function killAtRandom(
  world: ChaosWorld,
  orders: number,
  kills: number,
  random: () => number,
  tally: Tally,
): Promise<void> {
  await withApp(world, { workers: [undefined, undefined] }, async (processes) => {
    const placing = placeOrders(world, orders, 2);
    for (let count = 0; count < kills; count += 1) {
      await pause(300 + random() * 2_000);
      processes[Math.floor(random() * processes.length)]?.kill();
      tally.kills += 1;
    }
    await placing;
  });
}

/** The app's own deadline, and what a host allows beyond it. */
const STOPPED_WITHIN_MILLISECONDS = 20_000;

/** Tells whatever process to stop, at whatever moment, and starts it again once it has ended. */
export async function stopAtRandom(
  world: ChaosWorld,
  orders: number,
  stops: number,
  random: () => number,
  tally: Tally,
): Promise<void> {
  await withApp(world, { workers: [undefined, undefined] }, async (processes) => {
    const placing = placeOrders(world, orders, 2);
    for (let count = 0; count < stops; count += 1) {
      await pause(300 + random() * 2_000);
      const stopped = processes[Math.floor(random() * processes.length)];
      if (stopped === undefined) continue;
      const ending = await Promise.race([
        stopped.terminate(),
        pause(STOPPED_WITHIN_MILLISECONDS, "it did not end in time", { ref: false }),
      ]);
      tally.stops += 1;
      if (!isWell(ending)) tally.badStops.push(JSON.stringify(ending));
      await stopped.stop();
      stopped.revive();
    }
    await placing;
  });
}

/** One that had not begun to run its own code is ended by the signal itself. */
const isWell = (ending: Ending | string): boolean =>
  typeof ending !== "string" && (ending.code === 0 || ending.signal === "SIGTERM");

/** Kills Postgres in the middle, and starts it again. */
export async function restartPostgres(world: ChaosWorld, orders: number, tally: Tally): Promise<void> {
  await withApp(world, { workers: [undefined, undefined] }, async () => {
    const placing = placeOrders(world, orders);
    await pause(1_000);
    await world.crashPostgres();
    tally.kills += 1;
    await placing;
  });
}

/** Longer than a worker may be silent before its jobs go to another. */
const SUSPENDED_MILLISECONDS = 25_000;

/** Suspends a worker in the middle of its jobs; when it wakes up, another has them too. */
export async function suspendWorker(world: ChaosWorld, orders: number): Promise<void> {
  await withApp(world, { workers: [undefined, undefined] }, async ([, suspended]) => {
    await placeOrders(world, orders);
    await pause(400);
    suspended?.suspend();
    await pause(SUSPENDED_MILLISECONDS);
    suspended?.continue();
  });
}

/** CustoMeow does what it is asked, and its answer never arrives, in every way that this can happen. */
export async function loseAnswers(world: ChaosWorld, orders: number, seed: number): Promise<void> {
  const endpoints = ["create-order", "create-task"];
  for (const fault of ["reset", "timeout", "html-502"])
    await world.customeow("faults", { fault, endpoints, probability: 0.15, commit: true, seed });
  await withApp(world, { workers: [undefined, undefined] }, async () => {
    await placeOrders(world, orders);
    await pause(8_000);
    await world.customeow("faults", undefined, "DELETE");
  });
}
