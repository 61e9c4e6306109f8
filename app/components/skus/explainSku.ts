import type { SkuRow } from "../../skus/skuPage.ts";
import { integratedStatuses, type StateLook } from "../states.ts";

/** Whether shoppers can personalise a SKU, and if not, what the merchant can do about it. */
export function explainSku({ integratedStatus, variants }: Pick<SkuRow, "integratedStatus" | "variants">): {
  look: StateLook;
  why: string;
} {
  if (variants.length === 0)
    return {
      look: { label: "No matching variant", tone: "warning" },
      why: "No variant of your shop has this SKU. Give it to one in Shopify, then sync.",
    };
  const { why, ...look } = integratedStatuses[integratedStatus];
  return { look, why };
}
