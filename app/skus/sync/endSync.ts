import sql, { empty } from "sql-template-tag";
import { requestPublishing } from "../requestPublishing.ts";
import type { SkuSyncFailure } from "../skuSyncFailures.ts";
import { forgetSeen } from "./seenIds.ts";
import type { SkuSync } from "./skuSync.ts";
import type { SkuSyncServices } from "./skuSyncServices.ts";

/**
 * Ends the sync, and has the storefront told where something changed that it shows. A sync that was ended in the
 * meantime stays as it is.
 */
export async function endSync(
  { sql: database, jobs }: Pick<SkuSyncServices, "sql" | "jobs">,
  sync: Pick<SkuSync, "id" | "shopId">,
  end: { state: "succeeded" } | { state: "failed"; failure: SkuSyncFailure },
): Promise<void> {
  const { id, shopId } = sync;
  const failure = end.state === "failed" ? end.failure : null;
  const counts = sql`,
    "skuCount" = (SELECT count(*) FROM "CustomeowSku" WHERE "shopId" = ${shopId}::uuid),
    "matchedCount" = (SELECT count(*) FROM "MatchedVariant" WHERE "shopId" = ${shopId}::uuid)`;
  await database.transaction(async (rows) => {
    const [ended] = await rows.rows<{ storefrontChanged: boolean }>(sql`
      UPDATE "SkuSync" SET state = ${end.state}::"SkuSyncState", "finishedAt" = now(),
        failure = ${failure && JSON.stringify(failure)}::jsonb
        ${failure === null ? counts : empty}
      WHERE id = ${id}::uuid AND state = 'running'
      RETURNING "storefrontChanged"`);
    await forgetSeen(rows, sync);
    if (ended?.storefrontChanged) await requestPublishing(rows, jobs, shopId);
  });
}

/** The merchant sees why the sync does not go on for the moment. */
export async function noteHindrance(
  { sql: database }: Pick<SkuSyncServices, "sql">,
  { id }: Pick<SkuSync, "id">,
  failure: SkuSyncFailure,
): Promise<void> {
  await database.rows(sql`
    UPDATE "SkuSync" SET failure = ${JSON.stringify(failure)}::jsonb
    WHERE id = ${id}::uuid AND state = 'running'`);
}
