import type { Log } from "../../log/log.ts";
import type { LineLife } from "../lifecycle/life.ts";
import type { SendServices } from "./sendServices.ts";

/**
 * The pictures of the lines' products, which the webhook does not carry; none where they are known. A picture is an
 * ornament: without it the order goes out all the same.
 */
export async function lineImages(
  { shopify }: Pick<SendServices, "shopify">,
  shopDomain: string,
  lines: readonly LineLife[],
  log: Log,
): Promise<(string | null)[]> {
  if (lines.every(({ platformProductImage }) => platformProductImage !== "")) return [];
  try {
    return await shopify.adminApi(shopDomain).lineItemImages(
      lines.map(({ platformVariantId, platformProductId }) => ({
        variantId: platformVariantId || null,
        productId: platformProductId || null,
      })),
    );
  } catch (error) {
    log.warn(
      { err: error },
      "the pictures of the order's products could not be read; it is sent without them",
    );
    return [];
  }
}
