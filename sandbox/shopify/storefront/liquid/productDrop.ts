import type { Product, Shop, Variant } from "../../shop/shop.ts";
import { toCents } from "../money.ts";
import { imageOf, imageResource, productResource, variantResource } from "../productResource.ts";
import { sellingPlanGroupsOf } from "../cart/sellingPlans.ts";
import { metafieldDrops } from "./metafields.ts";

export interface ProductView {
  /** From `?variant=`. */
  selectedVariantId?: string | undefined;
  /** What addresses begin with in the visitor's language. */
  root?: string | undefined;
  /** The app whose Liquid is rendered. */
  ownApp?: string | undefined;
}

/** Liquid's product object, as far as themes use it here. Money is in cents. */
export function productDrop(
  shop: Shop,
  product: Product,
  { selectedVariantId, root = "/", ownApp }: ProductView = {},
) {
  const selected = product.variants.find(({ id }) => id === selectedVariantId);
  const shown =
    selected ?? product.variants.find(({ availableForSale }) => availableForSale) ?? product.variants[0];
  const groups = sellingPlanGroupsOf(product);
  return {
    ...productResource(product, root),
    options: product.options.map(({ name }) => name),
    featured_image: imageResource(product.images[0]),
    images: product.images.map(imageResource),
    variants: product.variants.map((variant) => variantDrop(product, variant, root)),
    selected_variant: selected ? variantDrop(product, selected, root) : null,
    selected_or_first_available_variant: shown ? variantDrop(product, shown, root) : null,
    has_only_default_variant: product.variants.length === 1 && shown?.title === "Default Title",
    options_with_values: product.options.map(({ name, values }, index) => ({
      name,
      position: index + 1,
      values,
      selected_value: shown?.optionValues[index] ?? null,
    })),
    selling_plan_groups: groups,
    metafields: metafieldDrops(shop, `gid://shopify/Product/${product.id}`, ownApp),
  };
}

function variantDrop(product: Product, variant: Variant, root: string) {
  return {
    ...variantResource(product, variant),
    price: toCents(variant.price),
    url: `${root}products/${product.handle}?variant=${variant.id}`,
    image: imageResource(imageOf(product, variant)),
  };
}
