/** What Shopify gives the function; its schema is checked in checkoutValidation.test.ts. */
export interface CheckoutInput {
  buyerJourney: { step: string | null };
  localization: { language: { isoCode: string } };
  validation: { requirement: { value: string } | null };
  cart: { lines: CartLine[] };
}

export interface CartLine {
  customInfoId: { value: string | null } | null;
  merchandise:
    | { __typename: "CustomProduct" }
    | {
        __typename: "ProductVariant";
        id: string;
        product: CheckoutProduct;
      };
}

export interface CheckoutProduct {
  title: string;
  integratedVariants: { jsonValue: unknown } | null;
  ids1: { value: string } | null;
  ids2: { value: string } | null;
  ids3: { value: string } | null;
  ids4: { value: string } | null;
  ids5: { value: string } | null;
}

/** The metafields of a product that cannot be personalised. */
export const withoutVariants: Omit<CheckoutProduct, "title"> = {
  integratedVariants: null,
  ids1: null,
  ids2: null,
  ids3: null,
  ids4: null,
  ids5: null,
};

/** A mug, of which only the variant 2001 can be personalised. */
export function mug({
  variantId = "2001",
  designId = null,
  title = "Mug",
}: { variantId?: string; designId?: string | null; title?: string } = {}): CartLine {
  return {
    customInfoId: designId === null ? null : { value: designId },
    merchandise: {
      __typename: "ProductVariant",
      id: `gid://shopify/ProductVariant/${variantId}`,
      product: { title, ...withoutVariants, integratedVariants: { jsonValue: { "2001": "MUG-WHITE" } } },
    },
  };
}

export const poster: CartLine = {
  customInfoId: null,
  merchandise: {
    __typename: "ProductVariant",
    id: "gid://shopify/ProductVariant/3001",
    product: { title: "Poster", ...withoutVariants },
  },
};

export const handWrittenLine: CartLine = { customInfoId: null, merchandise: { __typename: "CustomProduct" } };

/** A checkout in English of a shop that has chosen nothing. */
export function checkout(
  lines: CartLine[],
  {
    step = "CHECKOUT_INTERACTION",
    language = "EN",
    requirement = null,
  }: { step?: string | null; language?: string; requirement?: string | null } = {},
): CheckoutInput {
  return {
    buyerJourney: { step },
    localization: { language: { isoCode: language } },
    validation: { requirement: requirement === null ? null : { value: requirement } },
    cart: { lines },
  };
}
