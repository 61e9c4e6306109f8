import { productGid } from "../globalIds.ts";
import type { GraphqlRequest } from "../graphqlRequest.ts";
import { appInstallationId } from "./appInstallation.ts";
import { deleteMetafields, setMetafields } from "./metafields.ts";

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

const APP_NAMESPACE = "customeow";
const PRODUCT_NAMESPACE = "$app";
const PRODUCT_KEY = "integrated_variants";

/** App-data metafields, readable in the theme as `app.metafields.customeow.…` and writable by the app alone. */
export async function publishConnection(
  request: GraphqlRequest,
  connection: StorefrontConnection | null,
): Promise<void> {
  const ownerId = await appInstallationId(request);
  const owned = { ownerId, namespace: APP_NAMESPACE };
  const connected = { ...owned, key: "connected", type: "boolean", value: String(connection !== null) };
  if (connection === null) {
    await setMetafields(request, [connected]);
    await deleteMetafields(request, [
      { ...owned, key: "store_id" },
      { ...owned, key: "customizer_url" },
    ]);
    return;
  }
  const text = { ...owned, type: "single_line_text_field" };
  await setMetafields(request, [
    { ...text, key: "store_id", value: connection.storeId },
    { ...text, key: "customizer_url", value: connection.customizerUrl },
    connected,
  ]);
}

/** Product metafields in the app's reserved namespace, declared in shopify.app.toml. */
export async function publishProductVariants(
  request: GraphqlRequest,
  products: ProductVariants[],
): Promise<void> {
  const owned = (productId: string) => ({
    ownerId: productGid(productId),
    namespace: PRODUCT_NAMESPACE,
    key: PRODUCT_KEY,
  });
  const offered = products.filter(({ variants }) => Object.keys(variants).length > 0);
  const withdrawn = products.filter(({ variants }) => Object.keys(variants).length === 0);
  await setMetafields(
    request,
    offered.map(({ productId, variants }) => ({
      ...owned(productId),
      type: "json",
      value: JSON.stringify(variants),
    })),
  );
  await deleteMetafields(
    request,
    withdrawn.map(({ productId }) => owned(productId)),
  );
}
