import type { LineItem } from "@prisma/client";
import type { Log } from "../log/log.ts";
import type { CreateOrderServices, OrderWithLines } from "./createOrder.ts";

/**
 * The lines with their products' pictures, which the webhook does not carry. A picture is an ornament: without it
 * the order goes out all the same.
 */
export async function fillImages(
  { database, shopify }: Pick<CreateOrderServices, "database" | "shopify">,
  order: OrderWithLines,
  lines: LineItem[],
  log: Log,
): Promise<LineItem[]> {
  if (lines.every(({ platformProductImage }) => platformProductImage !== "")) return lines;
  try {
    const images = await shopify.adminApi(order.shop.domain).lineItemImages(
      lines.map(({ platformVariantId, platformProductId }) => ({
        variantId: platformVariantId || null,
        productId: platformProductId || null,
      })),
    );
    const filled = lines.map((line, index) => ({ ...line, platformProductImage: images[index] ?? "" }));
    for (const { id, platformProductImage } of filled)
      await database.lineItem.update({ where: { id }, data: { platformProductImage } });
    return filled;
  } catch (error) {
    log.warn(
      { err: error },
      "the pictures of the order's products could not be read; it is sent without them",
    );
    return lines;
  }
}
