import type { Metafield, Shop, Validation } from "../../shop/shop.ts";
import type { Cart, CartLine } from "../cart/carts.ts";
import { findVariant } from "../findVariant.ts";
import { cartLineId, amountOf } from "../actions/cartSummary.ts";

/** Where the buyer is. Source: shopify.dev, Functions, `BuyerJourneyStep`. */
export type BuyerStep = "CART_INTERACTION" | "CHECKOUT_INTERACTION" | "CHECKOUT_COMPLETION";

export interface CartQuestion {
  shop: Shop;
  /** The rule for which the function is run: it is given that one's metafields. */
  validation: Pick<Validation, "id">;
  cart: Cart;
  step: BuyerStep;
  locale: string;
}

/** A metafield with a larger value, in bytes, is not given to functions. Source: shopify.dev, "Input query limitations". */
const LARGEST_METAFIELD = 10_000;

type Arguments = Record<string, unknown>;

/**
 * Everything that a validation function can ask about a cart here. A field that takes arguments is a function of them.
 * Source: shopify.dev, "Cart and Checkout Validation Function API", `Input`.
 */
export function functionInput({ shop, validation, cart, step, locale }: CartQuestion): object {
  const lines = cart.lines.map((line) => cartLine(shop, cart, line));
  const total = cart.lines.reduce((sum, line) => sum + priceOf(shop, line) * line.quantity, 0);
  return {
    __typename: "Input",
    buyerJourney: { __typename: "BuyerJourney", step },
    cart: {
      __typename: "Cart",
      lines,
      attribute: ({ key }: Arguments) => attribute(cart.attributes, key),
      buyerIdentity: null,
      deliveryGroups: [],
      cost: {
        __typename: "CartCost",
        subtotalAmount: amountOf(shop, total),
        totalAmount: amountOf(shop, total),
      },
    },
    localization: {
      __typename: "Localization",
      country: { __typename: "Country", isoCode: "US" },
      language: { __typename: "Language", isoCode: locale.toUpperCase().replace("-", "_") },
    },
    presentmentCurrencyRate: "1.0",
    shop: { __typename: "Shop", metafield: metafieldOf(shop, `gid://shopify/Shop/${shop.id}`) },
    validation: {
      __typename: "Validation",
      metafield: metafieldOf(shop, `gid://shopify/Validation/${validation.id}`),
    },
  };
}

function cartLine(shop: Shop, cart: Cart, line: CartLine): object {
  const price = priceOf(shop, line);
  const total = amountOf(shop, price * line.quantity);
  return {
    __typename: "CartLine",
    id: cartLineId(cart, line),
    quantity: line.quantity,
    attribute: ({ key }: Arguments) => attribute(line.properties, key),
    cost: {
      __typename: "CartLineCost",
      amountPerQuantity: amountOf(shop, price),
      subtotalAmount: total,
      totalAmount: total,
    },
    merchandise: merchandise(shop, line),
    sellingPlanAllocation: null,
  };
}

function merchandise(shop: Shop, line: CartLine): object {
  const found = findVariant(shop, line.variantId);
  if (!found) throw new Error(`The shop no longer has the variant ${line.variantId}.`);
  const { product, variant } = found;
  const id = `gid://shopify/ProductVariant/${variant.id}`;
  const productId = `gid://shopify/Product/${product.id}`;
  return {
    __typename: "ProductVariant",
    id,
    sku: variant.sku,
    title: variant.title === "Default Title" ? null : variant.title,
    requiresShipping: true,
    metafield: metafieldOf(shop, id),
    product: {
      __typename: "Product",
      id: productId,
      title: product.title,
      handle: product.handle,
      productType: product.productType,
      vendor: product.vendor,
      isGiftCard: false,
      metafield: metafieldOf(shop, productId),
    },
  };
}

function attribute(texts: Record<string, string>, key: unknown): object | null {
  const value = typeof key === "string" && Object.hasOwn(texts, key) ? texts[key] : undefined;
  return value === undefined ? null : { __typename: "Attribute", key, value };
}

/** Without a namespace, or with `$app`, a metafield is the app's own. */
function metafieldOf(shop: Shop, ownerId: string) {
  return ({ namespace = "$app", key }: Arguments): object | null => {
    const stored = String(namespace)
      .replace(/^\$app(?=:|$)/, `app--${shop.app.id}`)
      .replace(":", "--");
    const found = shop.metafields.find(
      (one) => one.ownerId === ownerId && one.namespace === stored && one.key === key,
    );
    return found && Buffer.byteLength(found.value) <= LARGEST_METAFIELD ? metafieldObject(found) : null;
  };
}

function metafieldObject({ type, value }: Metafield): object {
  const jsonValue = () =>
    type === "json" || type.startsWith("list.") ? (JSON.parse(value) as unknown) : value;
  return { __typename: "Metafield", type, value, jsonValue };
}

function priceOf(shop: Shop, line: CartLine): number {
  return Number(findVariant(shop, line.variantId)?.variant.price ?? 0);
}
