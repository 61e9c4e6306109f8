/** Shopify's global ids, `gid://shopify/Product/123`, and the numeric ids that webhooks and CustoMeow use. */

export const productGid = (id: string) => `gid://shopify/Product/${id}`;
export const orderGid = (id: string) => `gid://shopify/Order/${id}`;
export const variantGid = (id: string) => `gid://shopify/ProductVariant/${id}`;

/** @throws Error when the text is no global id. */
export function numericId(globalId: string): string {
  const id = /\/(\d+)(\?.*)?$/.exec(globalId)?.[1];
  if (id === undefined) throw new Error(`"${globalId}" is not a global id of Shopify's.`);
  return id;
}
