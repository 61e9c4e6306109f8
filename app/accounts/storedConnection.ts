import type { CustomeowConnection } from "@prisma/client";
import DataLoader from "dataloader";
import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/** What is stored of a shop's access to CustoMeow, as far as requests need it. */
export type StoredConnection = Pick<
  CustomeowConnection,
  "shopId" | "storeId" | "encryptedApiKey" | "apiKeyFingerprint"
>;

/**
 * Reads shops' connections: those that are asked for in the same moment by one statement. Nothing is kept, so that a
 * key that was replaced is not used again.
 * @returns null for a shop that is not connected, or has removed the app
 */
export function createConnectionReader(database: Sql): (shopId: string) => Promise<StoredConnection | null> {
  const loader = new DataLoader<string, StoredConnection | null>(
    async (shopIds) => {
      const rows = await database.rows<StoredConnection>(sql`
        SELECT connection."shopId", connection."storeId", connection."encryptedApiKey", connection."apiKeyFingerprint"
        FROM "CustomeowConnection" AS connection
        JOIN "Shop" AS shop ON shop."id" = connection."shopId" AND shop."uninstalledAt" IS NULL
        WHERE connection."shopId" = ANY (${[...new Set(shopIds)]}::uuid[])`);
      const connections = new Map(rows.map((row) => [row.shopId, row]));
      return shopIds.map((shopId) => connections.get(shopId) ?? null);
    },
    { cache: false },
  );
  return (shopId) => loader.load(shopId);
}
