import type { SkuSync } from "./skuSync.ts";
import type { SkuSyncServices, VariantReader } from "./skuSyncServices.ts";
import { askForExport, readExport } from "./exportVariants.ts";
import { searchVariants } from "./searchVariants.ts";

/**
 * Up to how many SKUs the variants are searched for. A search takes 40 SKUs and costs some 60 points of the 2,000 that
 * the smallest plan has at hand: so many need no waiting, and are done in seconds, before Shopify would have begun an
 * export. An export costs a few points, however many variants there are.
 */
const SEARCH_UP_TO = 1_000;

/** After so many exports that came to nothing the SKUs are searched for, however many there are. */
const MOST_EXPORTS = 3;

/** Goes on with finding the shop's variants that carry CustoMeow's SKUs. */
export async function findVariants(
  services: SkuSyncServices,
  sync: SkuSync,
  shop: VariantReader,
): Promise<void> {
  if (sync.reading.known <= SEARCH_UP_TO || sync.exportAttempts > MOST_EXPORTS)
    await searchVariants(services, sync, shop);
  else if (sync.exportId === null) await askForExport(services, sync, shop);
  else await readExport(services, { ...sync, exportId: sync.exportId }, shop);
}

/** Whether Shopify may export while CustoMeow's list is still being read: it is a long one. */
export function isWorthAskingEarly({ reading, exportAttempts }: SkuSync): boolean {
  return exportAttempts === 0 && (reading.count ?? 0) > SEARCH_UP_TO;
}
