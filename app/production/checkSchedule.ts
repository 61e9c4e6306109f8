import type { CompositeTask } from "@prisma/client";
import sql from "sql-template-tag";
import type { SqlPool } from "../database/sql.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { type ObservedDuration, sparingPause } from "./pace.ts";
import { createTemplatePaces } from "./templatePaces.ts";

/** A file that takes longer than this will not come by itself. */
export const GIVE_UP_AFTER_MILLISECONDS = 24 * 60 * 60 * 1000;

/** No file takes longer than this to be known, in spite of a long pace. */
const LONGEST_PAUSE_SECONDS = 120;

/** What asking as often as possible may take of the quota. The rest is for orders that come meanwhile. */
const SPENDABLE_SHARE = 0.85;

/** Asking more often than this tells nothing sooner that a person would notice. */
const SHORTEST_PAUSE_SECONDS = 1.8;

/** With more tasks under way, asking for all of them all the time would know none of them soon. */
const FEW_TASKS = 3;

/** How long a count of the tasks under way is good for: whether they are few is a guess all the same. */
const COUNT_IS_GOOD_FOR_MILLISECONDS = 500;

/** When to ask for the results of composite tasks. What it learns of their pace is kept for all processes. */
export interface CheckSchedule {
  /** When to ask for a task again: soon while the quota is idle, otherwise when it is likely done. */
  secondsUntilCheck(
    account: CustomeowAccount,
    task: Pick<CompositeTask, "shopId" | "compositeId" | "checks">,
  ): Promise<number>;
  /** Learns from a task that is done. */
  learn(task: Pick<CompositeTask, "shopId" | "compositeId" | "startedAt" | "inProgressAt">): void;
  /** Keeps what was learned and not yet kept. */
  close(): Promise<void>;
}

export function createCheckSchedule(rows: SqlPool): CheckSchedule {
  const paces = createTemplatePaces(rows);
  const counts = new Map<string, { count: Promise<number>; until: number }>();

  function tasksUnderWay(apiKeyFingerprint: string): Promise<number> {
    const now = performance.now();
    const known = counts.get(apiKeyFingerprint);
    if (known !== undefined && now < known.until) return known.count;
    for (const [key, { until }] of counts) if (until <= now) counts.delete(key);
    const count = countTasksUnderWay(rows, apiKeyFingerprint);
    counts.set(apiKeyFingerprint, { count, until: now + COUNT_IS_GOOD_FOR_MILLISECONDS });
    return count;
  }

  return {
    async secondsUntilCheck(account, { shopId, compositeId, checks }) {
      const { isIdle, requestsPerSecond } = await account.load();
      const underWay = isIdle ? await tasksUnderWay(account.apiKeyFingerprint) : Infinity;
      if (underWay <= FEW_TASKS)
        return Math.max(SHORTEST_PAUSE_SECONDS, underWay / (requestsPerSecond * SPENDABLE_SHARE));
      return Math.min(LONGEST_PAUSE_SECONDS, sparingPause(await paces.of(shopId, compositeId), checks));
    },

    learn({ shopId, compositeId, startedAt, inProgressAt }) {
      if (startedAt === null) return;
      const since = (at: Date) => (at.getTime() - startedAt.getTime()) / 1000;
      const duration: ObservedDuration = {
        notDoneAtSeconds: inProgressAt === null ? 0 : since(inProgressAt),
        doneBySeconds: since(new Date()),
      };
      paces.learn(shopId, compositeId, duration);
    },

    close: () => paces.close(),
  };
}

/** Of all shops that share the key; not counted further than matters. */
async function countTasksUnderWay(rows: SqlPool, apiKeyFingerprint: string): Promise<number> {
  const [answer] = await rows.rows<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM (
      SELECT FROM "CustomeowConnection" AS connection
      JOIN "CompositeTask" AS task USING ("shopId")
      WHERE connection."apiKeyFingerprint" = ${apiKeyFingerprint} AND task."state" IN ('starting', 'in_progress')
      LIMIT ${FEW_TASKS + 1}
    ) AS few`);
  return answer?.count ?? 0;
}
