import sql from "sql-template-tag";
import type { Sql, SqlPool } from "../../database/sql.ts";
import { PostponedError } from "../../jobs/postponed.ts";
import type { SkuSync } from "./skuSync.ts";

/** What a step has changed: of the sync, and whether of anything that the storefront shows. */
export interface Progress {
  sync?: Partial<Omit<SkuSync, "id" | "shopId" | "storeId" | "revision">>;
  storefrontChanged?: boolean;
}

/** The shop is not connected any more, or to another store. */
export class OtherStoreError extends Error {
  override readonly name = "OtherStoreError";
  readonly isConnected: boolean;

  constructor(isConnected: boolean) {
    super("The shop is not connected to the store that the sync reads.");
    this.isConnected = isConnected;
  }
}

const SUPERSEDED_SECONDS = 2;

/**
 * Commits a step with what the sync is after it, so that nothing is done twice and nothing left out, whenever the
 * process is killed.
 *
 * Invariants: what is kept is always of the connected store, however late a reading of another one comes; and of two
 * that work on the same sync, only one goes on.
 * @returns the sync as it is then
 * @throws OtherStoreError, PostponedError where another has gone on with the sync, or ended it
 */
export async function advance(
  database: SqlPool,
  sync: SkuSync,
  step: (rows: Sql) => Promise<Progress> | Progress,
): Promise<SkuSync> {
  return database.transaction(async (rows) => {
    await holdStore(rows, sync);
    const { sync: changes = {}, storefrontChanged = false } = await step(rows);
    const after = { ...sync, ...changes, revision: sync.revision + 1 };
    const isOurs = await keepProgress(rows, after, storefrontChanged);
    if (!isOurs) throw new PostponedError("The sync was gone on with elsewhere.", SUPERSEDED_SECONDS);
    return after;
  });
}

/** `NO KEY`: rows that refer to the shop are still added meanwhile. */
async function holdStore(rows: Sql, { shopId, storeId }: SkuSync): Promise<void> {
  await rows.rows(sql`SELECT FROM "Shop" WHERE id = ${shopId}::uuid FOR NO KEY UPDATE`);
  const [connection] = await rows.rows<{ storeId: string }>(
    sql`SELECT "storeId" FROM "CustomeowConnection" WHERE "shopId" = ${shopId}::uuid`,
  );
  if (connection?.storeId !== storeId) throw new OtherStoreError(connection !== undefined);
}

async function keepProgress(rows: Sql, after: SkuSync, storefrontChanged: boolean): Promise<boolean> {
  const kept = await rows.rows(sql`
    UPDATE "SkuSync" SET
      revision = ${after.revision},
      step = ${after.step}::"SkuSyncStep",
      reading = ${JSON.stringify(after.reading)}::jsonb,
      "searchedUpTo" = ${after.searchedUpTo},
      "exportAttempts" = ${after.exportAttempts},
      "exportId" = ${after.exportId},
      "variantsRead" = ${after.variantsRead},
      "storefrontChanged" = "storefrontChanged" OR ${storefrontChanged},
      failure = NULL
    WHERE id = ${after.id}::uuid AND state = 'running' AND revision = ${after.revision} - 1
    RETURNING id`);
  return kept.length > 0;
}
