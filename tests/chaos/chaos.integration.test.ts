import { afterAll, beforeAll, expect, it } from "vitest";
import { audit } from "./audit.ts";
import { type ChaosWorld, startChaosWorld } from "./chaosWorld.ts";
import { describe as describeAudit, isKept } from "./report.ts";
import { crashAtPoints, newTally } from "./rounds.ts";

/** Where the most hangs on what is committed. `npm run test:chaos` kills at every point, and at any other moment. */
const POINTS = {
  server: ["before commit of store_deliveries", "after commit of store_deliveries"],
  worker: [
    "after commit of Order",
    "after POST /v1/order",
    "before commit of LineItem, Order, TimelineEntry, pgboss.job_common",
    "after commit of CompositeTask",
    "after POST /v1/composite/task",
    "before commit of CompositeTask, LineItem, Order, ProductionFile, TemplatePace, TimelineEntry",
  ],
};

let world: ChaosWorld;

beforeAll(async () => {
  world = await startChaosWorld();
}, 120_000);
afterAll(() => world.close(), 60_000);

it("loses no order and makes none twice, wherever its processes are killed", async () => {
  const tally = newTally(8);
  await crashAtPoints(world, POINTS, 6, tally);
  const result = await audit(world, 0);
  expect(isKept(result, tally), describeAudit(result, tally)).toBe(true);
  expect(result.acknowledged).toBe(12);
  expect(tally.crashPointsMissed).toEqual([]);
}, 300_000);
