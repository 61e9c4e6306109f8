import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createCustomeowClient, type CustomeowClient } from "../app/customeow/client.ts";
import { type CustomInfoId, customInfoId as parseDesign } from "../app/customeow/ids.ts";
import { customeowSkus } from "../sandbox/catalogue.ts";
import { startChaosWorld } from "../tests/chaos/chaosWorld.ts";
import { placeOrders, untilSettled } from "../tests/chaos/orders.ts";
import { median } from "./median.ts";

/**
 * How soon a finished file is known while the quota is idle, and how many questions that takes; beside it, in the
 * same run, a bare poller that asks every three seconds. The quota is CustoMeow's, tasks take 2 to 20 seconds.
 */
const { values } = parseArgs({ options: { orders: { type: "string", default: "8" } } });
const BARE = { apiKey: "bare-key", storeId: "179639630637846529" };
const BARE_PAUSE_MILLISECONDS = 3_000;

interface Task {
  id: string;
  storeId: string;
  finishesAt: string;
}

interface Measured {
  delaySeconds: number;
  questions: number;
}

const world = await startChaosWorld({
  quota: { requests: 60, windowSeconds: 60 },
  taskSeconds: { least: 2, most: 20 },
  stores: [{ ...BARE, storeName: "Bare", skus: customeowSkus }],
});
const server = world.startServer();
const worker = world.startWorker();
const bare = createCustomeowClient({ baseUrl: `${world.customeowUrl}/v1`, apiKey: BARE.apiKey });
const measured: Record<"app" | "bare", Measured[]> = { app: [], bare: [] };
try {
  await world.untilHealthy();
  for (let order = 0; order < Number(values.orders); order += 1) {
    const [ofApp, ofBare] = await Promise.all([measureApp(), measureBare(bare)]);
    measured.app.push(ofApp);
    measured.bare.push(ofBare);
  }
} finally {
  await Promise.all([server.stop(), worker.stop()]);
  await world.close();
}
for (const [name, runs] of Object.entries(measured)) {
  const delays = runs.map(({ delaySeconds }) => delaySeconds);
  const questions = runs.map((run) => run.questions);
  process.stdout.write(
    `${name.padEnd(6)} known after ${median(delays).toFixed(2)} s (median), ${Math.max(...delays).toFixed(2)} s (longest), ${median(questions)} questions (median)\n`,
  );
}

async function measureApp(): Promise<Measured> {
  await placeOrders(world, 1);
  await untilSettled(world);
  const task = await world.database.compositeTask.findFirstOrThrow({ orderBy: { id: "desc" } });
  const finishesAt = await finishOf(task.customeowTaskId ?? "");
  const known = task.finishedAt?.getTime() ?? Number.NaN;
  return { delaySeconds: (known - finishesAt) / 1000, questions: task.checks + 1 };
}

async function measureBare(client: CustomeowClient): Promise<Measured> {
  const design = await makeDesign();
  const templates = await client.templates(design);
  const compositeId = templates.ok ? templates.value[0]?.compositeId : undefined;
  if (compositeId === undefined) throw new Error("The design has no template.");
  const started = await client.startCompositeTask({ customInfoId: design, compositeId });
  if (!started.ok) throw new Error(started.failure.message);
  for (let questions = 1; ; questions += 1) {
    await pause(BARE_PAUSE_MILLISECONDS);
    const read = await client.compositeTask(started.value);
    if (read.ok && read.value.status === "succeeded")
      return { delaySeconds: (Date.now() - (await finishOf(started.value))) / 1000, questions };
  }
}

async function makeDesign(): Promise<CustomInfoId> {
  const body = { storeId: BARE.storeId, sku: "MUG-WHITE-11", texts: ["Bare"] };
  const made = (await world.customeow("designs", body)) as { customInfoId: string };
  return parseDesign.parse(made.customInfoId);
}

async function finishOf(taskId: string): Promise<number> {
  const { tasks } = (await world.customeow("state")) as { tasks: Task[] };
  return Date.parse(tasks.find(({ id }) => id === taskId)?.finishesAt ?? "");
}
