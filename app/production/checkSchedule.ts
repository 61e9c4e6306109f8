import type { CompositeTask } from "@prisma/client";
import type { Database } from "../database/database.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { FIRST_PACE_SECONDS, learnPace, type ObservedDuration, sparingPause } from "./pace.ts";

/** A file that takes longer than this will not come by itself. */
export const GIVE_UP_AFTER_MILLISECONDS = 24 * 60 * 60 * 1000;

/** An answer that cannot be understood this often will not come right by itself. */
export const UNREADABLE_CHECKS_AT_MOST = 5;

/** No file takes longer than this to be known, in spite of a long pace. */
const LONGEST_PAUSE_SECONDS = 120;

/** What asking as often as possible may take of the quota. The rest is for orders that come meanwhile. */
const SPENDABLE_SHARE = 0.85;

/** Asking more often than this tells nothing sooner that a person would notice. */
const SHORTEST_PAUSE_SECONDS = 1.8;

/** With more tasks under way, asking for all of them all the time would know none of them soon. */
const FEW_TASKS = 3;

/** When to ask for a task again: soon while the quota is idle, otherwise when it is likely done. */
export async function secondsUntilCheck(
  database: Database,
  account: CustomeowAccount,
  { shopId, compositeId, checks }: Pick<CompositeTask, "shopId" | "compositeId" | "checks">,
): Promise<number> {
  const { isIdle, requestsPerSecond } = await account.load();
  const underWay = isIdle ? await tasksUnderWay(database, account.apiKeyFingerprint) : Infinity;
  if (underWay <= FEW_TASKS)
    return Math.max(SHORTEST_PAUSE_SECONDS, underWay / (requestsPerSecond * SPENDABLE_SHARE));
  const pace = await readPace(database, shopId, compositeId);
  return Math.min(LONGEST_PAUSE_SECONDS, sparingPause(pace, checks));
}

/** Of all shops that share the key. */
async function tasksUnderWay(database: Database, apiKeyFingerprint: string): Promise<number> {
  return database.compositeTask.count({
    where: { state: { in: ["starting", "in_progress"] }, shop: { connection: { apiKeyFingerprint } } },
  });
}

async function readPace(
  database: Pick<Database, "templatePace">,
  shopId: string,
  compositeId: string,
): Promise<number> {
  const known = await database.templatePace.findUnique({
    where: { shopId_compositeId: { shopId, compositeId } },
  });
  if (known !== null) return known.seconds;
  const { _avg: average } = await database.templatePace.aggregate({
    where: { shopId },
    _avg: { seconds: true },
  });
  return average.seconds ?? FIRST_PACE_SECONDS;
}

/** Learns from a task that is done. Two that finish at once may learn as one: it is a guess all the same. */
export async function rememberDuration(
  database: Pick<Database, "templatePace">,
  task: Pick<CompositeTask, "shopId" | "compositeId" | "startedAt" | "inProgressAt">,
): Promise<void> {
  const { shopId, compositeId, startedAt, inProgressAt } = task;
  if (startedAt === null) return;
  const since = (at: Date) => (at.getTime() - startedAt.getTime()) / 1000;
  const duration: ObservedDuration = {
    notDoneAtSeconds: inProgressAt === null ? 0 : since(inProgressAt),
    doneBySeconds: since(new Date()),
  };
  const seconds = learnPace(await readPace(database, shopId, compositeId), duration);
  await database.templatePace.upsert({
    where: { shopId_compositeId: { shopId, compositeId } },
    create: { shopId, compositeId, seconds },
    update: { seconds },
  });
}
