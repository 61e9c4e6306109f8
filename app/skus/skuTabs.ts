/** The tabs of the SKU page. Apart from what reads the page, because browsers get this module too. */
export type SkuTab = "all" | "integrated" | "not_integrated" | "unmatched";
export const skuTabs: readonly SkuTab[] = ["all", "integrated", "not_integrated", "unmatched"];
