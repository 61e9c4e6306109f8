/** What the shop and the CustoMeow store both know: SKUs. The shop's products are in `shopify/shop/products.ts`. */

export interface CatalogueSku {
  sku: string;
  /** 0 none, 1 not integrated, 2 integrating, 3 integrated, 4 removed (CustoMeow reference, Get SKU list). */
  integratedStatus: 0 | 1 | 2 | 3 | 4;
  /** Title of the custom feature at CustoMeow. */
  customTitle: string;
  look: "mug" | "t-shirt" | "tote-bag" | "phone-case" | "poster" | "ornament" | "gift-card";
  /** Default: the look's own templates. */
  templates?: { title: string; kind: "print" | "print-and-mask" }[];
}

/** The poster is not among them: the merchant never gave it to CustoMeow. */
export const customeowSkus: CatalogueSku[] = [
  { sku: "MUG-WHITE-11", integratedStatus: 3, customTitle: "Custom Mug", look: "mug" },
  { sku: "MUG-WHITE-15", integratedStatus: 3, customTitle: "Custom Mug", look: "mug" },
  { sku: "MUG-SAGE-11", integratedStatus: 3, customTitle: "Custom Mug", look: "mug" },
  { sku: "MUG-SAGE-15", integratedStatus: 3, customTitle: "Custom Mug", look: "mug" },
  { sku: "TOTE-NATURAL", integratedStatus: 3, customTitle: "Custom Tote Bag", look: "tote-bag" },
  { sku: "CASE-IPHONE-15", integratedStatus: 3, customTitle: "Custom Phone Case", look: "phone-case" },
  { sku: "CASE-IPHONE-16", integratedStatus: 3, customTitle: "Custom Phone Case", look: "phone-case" },
  { sku: "CASE-GALAXY-S25", integratedStatus: 1, customTitle: "Custom Phone Case", look: "phone-case" },
  {
    sku: "PENDANT-SILVER",
    integratedStatus: 3,
    customTitle: "Engraved Pendant",
    look: "ornament",
    templates: [
      { title: "Front engraving", kind: "print" },
      { title: "Back engraving", kind: "print" },
      { title: "Gift card insert", kind: "print" },
    ],
  },
  { sku: "CUSHION-LINEN", integratedStatus: 4, customTitle: "Custom Cushion", look: "tote-bag" },
  // Sold no more, so the shop has no such variant.
  { sku: "LEGACY-KEYRING", integratedStatus: 3, customTitle: "Custom Keyring", look: "ornament" },
];
