import type { BulkRunHandler } from "../bulk/handler.ts";
import type { SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { erasureSteps } from "./erasureSteps.ts";

/** `shop/redact`: 48 hours after a shop removed the app, nothing of it is left, the run that deletes it included. */
export function eraseShopHandler({
  sql: connections,
  jobs,
}: {
  sql: SqlPool;
  jobs: JobQueue;
}): BulkRunHandler<"erase-shop"> {
  const steps = erasureSteps(jobs);
  return {
    async readPage(run, cursor) {
      const reached = steps.findIndex(({ name }) => name === cursor?.step);
      for (const step of steps.slice(Math.max(reached, 0))) {
        const after = step.name === cursor?.step ? cursor.after : null;
        const portion = await step.next(connections, run, after);
        if (portion === null) continue;
        return [
          {
            cursor: { step: step.name, after: portion.last },
            act: async (rows) => ({ done: await portion.delete(rows), failed: 0 }),
          },
        ];
      }
      return [];
    },
  };
}
