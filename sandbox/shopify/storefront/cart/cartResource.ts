import type { Product, Shop, Variant } from "../../shop/shop.ts";
import { findVariant } from "../findVariant.ts";
import { toCents } from "../money.ts";
import { imageOf, variantName } from "../productResource.ts";
import type { Cart, CartLine } from "./carts.ts";
import { findSellingPlan } from "./sellingPlans.ts";

/**
 * The cart as the Ajax API answers it, in cents. Source: shopify.dev, "Cart API reference".
 * @param root - What addresses begin with in the visitor's language.
 */
export function cartResource(shop: Shop, cart: Cart, root: string) {
  const items = cart.lines.flatMap((line) => {
    const found = findVariant(shop, line.variantId);
    return found ? [lineResource(line, found, root)] : [];
  });
  const total = items.reduce((sum, item) => sum + item.line_price, 0);
  // Private attributes are in neither the Ajax API nor Liquid.
  const attributes = Object.entries(cart.attributes).filter(([name]) => !name.startsWith("__"));
  return {
    token: cart.token,
    note: cart.note,
    attributes: Object.fromEntries(attributes),
    original_total_price: total,
    total_price: total,
    total_discount: 0,
    total_weight: 0,
    item_count: items.reduce((sum, item) => sum + item.quantity, 0),
    items,
    requires_shipping: items.length > 0,
    currency: shop.currencyCode,
    items_subtotal_price: total,
    cart_level_discount_applications: [],
  };
}

export function lineResource(
  line: CartLine,
  { product, variant }: { product: Product; variant: Variant },
  root: string,
) {
  const price = toCents(variant.price);
  const onlyVariant = variant.title === "Default Title";
  const image = imageOf(product, variant);
  const plan = line.sellingPlanId === null ? undefined : findSellingPlan(product, line.sellingPlanId);
  return {
    id: Number(variant.id),
    key: line.key,
    properties: line.properties,
    quantity: line.quantity,
    variant_id: Number(variant.id),
    product_id: Number(product.id),
    title: variantName(product, variant),
    product_title: product.title,
    product_description: product.descriptionHtml,
    product_type: product.productType,
    product_has_only_default_variant: onlyVariant,
    variant_title: onlyVariant ? null : variant.title,
    variant_options: variant.optionValues,
    options_with_values: product.options.map(({ name }, index) => ({
      name,
      value: variant.optionValues[index] ?? "",
    })),
    sku: variant.sku,
    vendor: product.vendor,
    handle: product.handle,
    url: `${root}products/${product.handle}?variant=${variant.id}`,
    image: image?.path ?? null,
    featured_image: image
      ? { url: image.path, alt: image.altText, width: image.width, height: image.height, aspect_ratio: 1 }
      : null,
    price,
    original_price: price,
    discounted_price: price,
    final_price: price,
    line_price: price * line.quantity,
    original_line_price: price * line.quantity,
    final_line_price: price * line.quantity,
    total_discount: 0,
    discounts: [],
    gift_card: false,
    grams: 0,
    requires_shipping: true,
    taxable: true,
    ...(plan
      ? {
          selling_plan_allocation: {
            price,
            compare_at_price: price,
            per_delivery_price: price,
            selling_plan: { ...plan, description: null, options: [], recurring_deliveries: true },
          },
        }
      : {}),
  };
}
