import sql from "sql-template-tag";
import type { Sql } from "../../database/sql.ts";
import { SKUS_A_SEARCH } from "../../shopify/operations/variantsBySku.ts";
import { advance } from "./advance.ts";
import { keepVariants } from "./keepVariants.ts";
import { countSeen, noteSeen } from "./seenIds.ts";
import type { SkuSync } from "./skuSync.ts";
import type { SkuSyncServices, VariantReader } from "./skuSyncServices.ts";
import { stoppedByShopify } from "./stopped.ts";

/** Searches the shop's variants for the next SKUs. */
export async function searchVariants(
  services: SkuSyncServices,
  sync: SkuSync,
  shop: VariantReader,
): Promise<void> {
  const skus = await nextSkus(services.sql, sync);
  const lastSku = skus.at(-1);
  if (lastSku === undefined) {
    await advance(services.sql, sync, () => ({ sync: { step: "remove_variants" } }));
    return;
  }
  const variants = await shop.variantsBySku(skus).catch((error: unknown) => {
    throw stoppedByShopify(error);
  });
  await advance(services.sql, sync, async (rows) => {
    const { ids, storefrontChanged } = await keepVariants(rows, sync.shopId, variants);
    await noteSeen(rows, sync, "variants", await countSeen(rows, sync, "variants"), ids);
    return {
      sync: { searchedUpTo: lastSku, variantsRead: sync.variantsRead + skus.length },
      storefrontChanged,
    };
  });
}

async function nextSkus(rows: Sql, { shopId, searchedUpTo }: SkuSync): Promise<string[]> {
  const next = await rows.rows<{ sku: string }>(sql`
    SELECT DISTINCT sku FROM "CustomeowSku"
    WHERE "shopId" = ${shopId}::uuid AND sku > ${searchedUpTo ?? ""}
    ORDER BY sku
    LIMIT ${SKUS_A_SEARCH}`);
  return next.map(({ sku }) => sku);
}
