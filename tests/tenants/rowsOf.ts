import { Prisma } from "@prisma/client";
import type { Database } from "../../app/database/database.ts";
import type { FilledShop } from "./fillShop.ts";

/** Their rows name nothing of a shop. */
const OF_NO_SHOP = ["KeptKey", "Lease"];

/** Every table of the schema in which something of a shop may stand, and pg-boss's jobs. */
export const tables = [
  ...Prisma.dmmf.datamodel.models
    .filter(({ name }) => !OF_NO_SHOP.includes(name))
    .map(({ name }) => `"${name}"`),
  "pgboss.job",
];

/**
 * All rows in which the shop's mark, domain or id stands, in whatever column, as text.
 * @returns by table; tables without any are left out
 */
export async function rowsOf(database: Database, shop: FilledShop): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of tables) {
    const rows = await database.$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM ${table} AS t WHERE t::text LIKE $1 OR t::text LIKE $2 ORDER BY 1`,
      `%${shop.mark}%`,
      `%${shop.shopId}%`,
    );
    if (rows.length > 0) found[table] = rows.map(({ row }) => row);
  }
  return found;
}
