import type { BulkRunState } from "@prisma/client";
import type { Database } from "../database/database.ts";
import type { BulkRunKind } from "./catalogue.ts";

/** How far a run is. */
export interface BulkProgress {
  id: string;
  state: BulkRunState;
  done: number;
  failed: number;
  askedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** The shop's runs of a kind, the newest first. */
export async function readBulkProgress(
  database: Pick<Database, "bulkRun">,
  shopId: string,
  kind: BulkRunKind,
  most: number,
): Promise<BulkProgress[]> {
  return database.bulkRun.findMany({
    where: { shopId, kind },
    orderBy: { askedAt: "desc" },
    take: most,
    select: {
      id: true,
      state: true,
      done: true,
      failed: true,
      askedAt: true,
      startedAt: true,
      finishedAt: true,
    },
  });
}

/** Stops a run: what is done stays done. @returns whether there was something to stop */
export async function cancelBulkRun(
  database: Pick<Database, "bulkRun">,
  shopId: string,
  runId: string,
): Promise<boolean> {
  const { count } = await database.bulkRun.updateMany({
    where: { id: runId, shopId, state: { in: ["waiting", "running"] } },
    data: { state: "cancelled", finishedAt: new Date() },
  });
  return count > 0;
}
