import { numericId, productGid } from "../globalIds.ts";
import { AdminApiError, type GraphqlRequest } from "../graphqlRequest.ts";
import { appInstallation } from "./appInstallation.ts";
import {
  deleteMetafields,
  type MetafieldIdentifier,
  type MetafieldInput,
  type RefusedMetafield,
  setMetafields,
} from "./metafields.ts";
import { LARGEST_METAFIELD_OF_A_FUNCTION, MOST_VARIANT_ID_TEXTS, variantIdTexts } from "./variantIdTexts.ts";

/** What the theme block must know of the connection; null when there is none. */
export interface StorefrontConnection {
  storeId: string;
  customizerUrl: string;
}

/** Which variants of a product can be personalised: `{ "<variant id>": "<SKU>" }`; empty for none. */
export interface ProductVariants {
  productId: string;
  variants: Record<string, string>;
  /** What the shop was told the last time; not known where it is left out, which costs a call more. */
  published?: Record<string, string>;
}

/** A product that could not be told; all others were. */
export interface UnpublishedProduct {
  productId: string;
  /** The shop has it no more, so there is nothing to tell. */
  isGone: boolean;
  /** Shopify's words. */
  reason: string;
}

const APP_NAMESPACE = "customeow";
const PRODUCT_NAMESPACE = "$app";
const PRODUCT_KEY = "integrated_variants";
/** For the checkout's validation function alone, and only on a product whose SKUs are too large for it. */
const PRODUCT_ID_KEYS = Array.from(
  { length: MOST_VARIANT_ID_TEXTS },
  (_, index) => `integrated_variant_ids_${index + 1}`,
);

/**
 * App-data metafields, readable in the theme as `app.metafields.customeow.…` and writable by the app alone.
 * @throws AdminApiError with Shopify's words when one is refused
 */
export async function publishConnection(
  request: GraphqlRequest,
  connection: StorefrontConnection | null,
): Promise<void> {
  const { id: ownerId } = await appInstallation(request);
  const owned = { ownerId, namespace: APP_NAMESPACE };
  const connected = { ...owned, key: "connected", type: "boolean", value: String(connection !== null) };
  if (connection === null) {
    acceptNoRefusal(await setMetafields(request, [connected]));
    acceptNoRefusal(
      await deleteMetafields(request, [
        { ...owned, key: "store_id" },
        { ...owned, key: "customizer_url" },
      ]),
    );
    return;
  }
  const text = { ...owned, type: "single_line_text_field" };
  acceptNoRefusal(
    await setMetafields(request, [
      { ...text, key: "store_id", value: connection.storeId },
      { ...text, key: "customizer_url", value: connection.customizerUrl },
      connected,
    ]),
  );
}

function acceptNoRefusal(refused: RefusedMetafield[]): void {
  if (refused.length > 0)
    throw new AdminApiError(
      `Shopify refused the app's own metafields: ${refused.map(({ message }) => message).join("; ")}`,
      refused,
    );
}

/**
 * Product metafields in the app's reserved namespace, declared in shopify.app.toml. One product that Shopify refuses
 * (deleted since, or with more variants than the 128 KB of a JSON metafield hold) keeps no other from being told.
 *
 * The ids are written after the SKUs and taken away before them: what goes wrong in between lets a product through at
 * the checkout, and keeps none from being bought.
 */
export async function publishProductVariants(
  request: GraphqlRequest,
  products: ProductVariants[],
): Promise<UnpublishedProduct[]> {
  const offered = products.filter(({ variants }) => !isEmpty(variants));
  const withdrawn = products.filter(({ variants }) => isEmpty(variants));
  const refusedOffers = await setMetafields(request, offered.map(skus));
  const refusedOwners = new Set(refusedOffers.map(({ ownerId }) => ownerId));
  const accepted = offered.filter(({ productId }) => !refusedOwners.has(productGid(productId)));
  const refusedWithdrawals = await deleteMetafields(request, [
    ...accepted.flatMap(unusedIds),
    ...withdrawn.flatMap((product) => [...unusedIds(product), identifierOf(product, PRODUCT_KEY)]),
  ]);
  const refusedIds = await setMetafields(request, accepted.flatMap(ids));
  return oncePerProduct([...refusedOffers, ...refusedWithdrawals, ...refusedIds]);
}

function skus(product: ProductVariants): MetafieldInput {
  return { ...identifierOf(product, PRODUCT_KEY), type: "json", value: JSON.stringify(product.variants) };
}

function ids(product: ProductVariants): MetafieldInput[] {
  return idTexts(product.variants).map(({ key, text }) => ({
    ...identifierOf(product, key),
    type: "single_line_text_field",
    value: text,
  }));
}

/** Those that the product may have from an earlier time; none where it never had enough variants for any. */
function unusedIds(product: ProductVariants): MetafieldIdentifier[] {
  const { variants, published } = product;
  const hasNone = published !== undefined && !isTooLarge(variants) && !isTooLarge(published);
  if (hasNone) return [];
  const used = idTexts(variants).map(({ key }) => key);
  return PRODUCT_ID_KEYS.filter((key) => !used.includes(key)).map((key) => identifierOf(product, key));
}

function idTexts(variants: Record<string, string>): { key: string; text: string }[] {
  const texts = isTooLarge(variants) ? variantIdTexts(Object.keys(variants)) : [];
  return PRODUCT_ID_KEYS.flatMap((key, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ key, text }];
  });
}

function identifierOf({ productId }: ProductVariants, key: string): MetafieldIdentifier {
  return { ownerId: productGid(productId), namespace: PRODUCT_NAMESPACE, key };
}

function isEmpty(variants: Record<string, string>): boolean {
  return Object.keys(variants).length === 0;
}

/** For the checkout's validation function, which is then given nothing of it. */
function isTooLarge(variants: Record<string, string>): boolean {
  return Buffer.byteLength(JSON.stringify(variants)) > LARGEST_METAFIELD_OF_A_FUNCTION;
}

function oncePerProduct(refused: RefusedMetafield[]): UnpublishedProduct[] {
  const products = new Map<string, UnpublishedProduct>();
  for (const { ownerId, ownerIsGone, message } of refused)
    if (!products.has(ownerId))
      products.set(ownerId, { productId: numericId(ownerId), isGone: ownerIsGone, reason: message });
  return [...products.values()];
}
