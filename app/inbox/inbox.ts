import { refusesValues } from "../database/refusal.ts";
import type { SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Delivery } from "./delivery.ts";
import { createGroupCommit, type GroupCommitLimits } from "./groupCommit.ts";
import { prepareStoreDeliveries, type Stored } from "./storeDeliveries.ts";

/** What came of a delivery; `full` says that so much waits to be stored that this one was not taken. */
export type Received = Stored | { outcome: "full" };

/** Where webhooks arrive, one for the process. */
export interface Inbox {
  /**
   * Invariant: once this resolves with `stored` or `duplicate`, the delivery is committed together with the job that
   * will work on it, so it may be acknowledged.
   * @throws Error where it could not be stored, or it is not known whether it was
   */
  receive(delivery: Delivery): Promise<Received>;
}

/** Seconds of what one process can store, and no more memory than that. */
const LIMITS: GroupCommitLimits = {
  commits: 1,
  itemsOfACommit: 100,
  waitingItems: 5_000,
  waitingBytes: 64 * 1024 * 1024,
};

/** Opens it, once the job queue is there. */
export async function openInbox(
  services: { sql: SqlPool; jobs: JobQueue },
  limits: Partial<GroupCommitLimits> = {},
): Promise<Inbox> {
  const deliveries = createGroupCommit<Delivery, Stored>(
    { ...LIMITS, ...limits },
    await prepareStoreDeliveries(services.sql, services.jobs),
    refusesValues,
  );
  return {
    receive: async (delivery) =>
      (await deliveries.add(delivery, delivery.body.length)) ?? { outcome: "full" },
  };
}
