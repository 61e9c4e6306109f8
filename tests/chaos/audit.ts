import { isFinal } from "../../app/orders/lifecycle/states.ts";
import type { ChaosWorld } from "./chaosWorld.ts";

/** What became of all orders, as CustoMeow and the app's database tell it. */
export interface Audit {
  acknowledged: number;
  createdOnce: number;
  /** Orders that CustoMeow has more than once. */
  duplicates: number;
  /** Acknowledged, and CustoMeow does not have them. */
  lost: number;
  linesReady: number;
  linesFailed: Record<string, number>;
  linesUnfinished: number;
  /** Of one item's files: more than one where answers were lost. */
  mostStarts: number;
  quotaViolations: number;
  requests: number;
  leastRequests: number;
}

interface CustomeowState {
  orders: { platformOrderId: string }[];
  tasks: { customInfoId: string; compositeId: string }[];
  requests: unknown[];
  quota: Record<string, { violations: number }>;
}

/** Create, list, start, one question: what an order of one item with one template costs at the least. */
const LEAST_REQUESTS_OF_AN_ORDER = 4;

/** @param requestsBefore what CustoMeow was asked before the first order */
export async function audit(world: ChaosWorld, requestsBefore: number): Promise<Audit> {
  const state = (await world.customeow("state")) as CustomeowState;
  const acknowledged = acknowledgedOrders(world);
  const times = countEach(state.orders.map(({ platformOrderId }) => platformOrderId));
  const starts = countEach(state.tasks.map((task) => `${task.customInfoId} ${task.compositeId}`));
  const lines = await world.database.lineItem.findMany({ select: { state: true, failureCode: true } });
  const failed = lines.filter((line) => line.state === "failed");
  return {
    acknowledged: acknowledged.length,
    createdOnce: acknowledged.filter((id) => times.get(id) === 1).length,
    duplicates: [...times.values()].filter((count) => count > 1).length,
    lost: acknowledged.filter((id) => !times.has(id)).length,
    linesReady: lines.filter((line) => line.state === "ready").length,
    linesFailed: Object.fromEntries(countEach(failed.map(({ failureCode }) => failureCode ?? "unknown"))),
    linesUnfinished: lines.filter((line) => !isFinal(line.state)).length,
    mostStarts: Math.max(0, ...starts.values()),
    quotaViolations: state.quota[world.account.apiKey]?.violations ?? 0,
    requests: state.requests.length - requestsBefore,
    leastRequests: acknowledged.length * LEAST_REQUESTS_OF_AN_ORDER,
  };
}

/** Those that the app answered 2xx to, once at least. */
export function acknowledgedOrders(world: ChaosWorld): string[] {
  const delivered = world.webhooks
    .deliveries()
    .filter(({ topic, state }) => topic === "orders/create" && state === "delivered");
  const ids = delivered.map(({ body }) => String((JSON.parse(body) as { id: number }).id));
  return [...new Set(ids)];
}

function countEach(names: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
