import { numericId, productGid } from "../globalIds.ts";
import { AdminApiError, type GraphqlRequest } from "../graphqlRequest.ts";
import { appInstallationId } from "./appInstallation.ts";
import { deleteMetafields, type RefusedMetafield, setMetafields } from "./metafields.ts";

/** What the theme block must know of the connection; null when there is none. */
export interface StorefrontConnection {
  storeId: string;
  customizerUrl: string;
}

/** Which variants of a product can be personalised: `{ "<variant id>": "<SKU>" }`; empty for none. */
export interface ProductVariants {
  productId: string;
  variants: Record<string, string>;
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

/**
 * App-data metafields, readable in the theme as `app.metafields.customeow.…` and writable by the app alone.
 * @throws AdminApiError with Shopify's words when one is refused
 */
export async function publishConnection(
  request: GraphqlRequest,
  connection: StorefrontConnection | null,
): Promise<void> {
  const ownerId = await appInstallationId(request);
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
 */
export async function publishProductVariants(
  request: GraphqlRequest,
  products: ProductVariants[],
): Promise<UnpublishedProduct[]> {
  const owned = (productId: string) => ({
    ownerId: productGid(productId),
    namespace: PRODUCT_NAMESPACE,
    key: PRODUCT_KEY,
  });
  const offered = products.filter(({ variants }) => Object.keys(variants).length > 0);
  const withdrawn = products.filter(({ variants }) => Object.keys(variants).length === 0);
  const refusedOffers = await setMetafields(
    request,
    offered.map(({ productId, variants }) => ({
      ...owned(productId),
      type: "json",
      value: JSON.stringify(variants),
    })),
  );
  const refusedWithdrawals = await deleteMetafields(
    request,
    withdrawn.map(({ productId }) => owned(productId)),
  );
  return [...refusedOffers, ...refusedWithdrawals].map(({ ownerId, ownerIsGone, message }) => ({
    productId: numericId(ownerId),
    isGone: ownerIsGone,
    reason: message,
  }));
}
