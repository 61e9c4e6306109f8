import type { Database } from "../database/database.ts";

/** Which of these SKUs CustoMeow makes for the shop, as of the last sync. */
export async function integratedSkus(
  database: Pick<Database, "customeowSku">,
  shopId: string,
  skus: readonly string[],
): Promise<Set<string>> {
  const rows = await database.customeowSku.findMany({
    where: { shopId, integratedStatus: "integrated", sku: { in: [...skus] } },
    select: { sku: true },
  });
  return new Set(rows.map(({ sku }) => sku));
}
