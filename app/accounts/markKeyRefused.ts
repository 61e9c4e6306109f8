import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/**
 * Notes that CustoMeow did not accept the saved key.
 * @param apiKeyFingerprint names the key: nothing is noted if the merchant has entered another one since
 * @returns whether it was not noted before
 */
export async function markKeyRefused(rows: Sql, shopId: string, apiKeyFingerprint: string): Promise<boolean> {
  const marked = await rows.rows<{ shopId: string }>(sql`
    UPDATE "CustomeowConnection" SET "keyRefusedAt" = clock_timestamp()
    WHERE "shopId" = ${shopId}::uuid AND "apiKeyFingerprint" = ${apiKeyFingerprint} AND "keyRefusedAt" IS NULL
    RETURNING "shopId"`);
  return marked.length > 0;
}
