import { readFile } from "node:fs/promises";
import { parse } from "smol-toml";
import { z } from "zod";
import type { MetafieldDefinition } from "../admin-api/graphql/context.ts";

/** Owner sections of `shopify.app.toml`, and the type of their global ids. */
const OWNERS = { product: "Product", variant: "ProductVariant", order: "Order" } as const;

const declared = z.object({
  metafields: z.object({ app: z.record(z.string(), z.object({ type: z.string() })) }),
});

const configuration = z.object({
  product: declared.optional(),
  variant: declared.optional(),
  order: declared.optional(),
});

/**
 * The metafields that the app declares in its configuration (`[product.metafields.app.…]`), in its reserved
 * namespace.
 */
export async function declaredMetafields(file: string, appId: string): Promise<MetafieldDefinition[]> {
  const toml = configuration.parse(parse(await readFile(file, "utf8")));
  return Object.entries(OWNERS).flatMap(([section, ownerType]) =>
    Object.entries(toml[section as keyof typeof OWNERS]?.metafields.app ?? {}).map(([key, { type }]) => ({
      ownerType,
      namespace: `app--${appId}`,
      key,
      type,
    })),
  );
}
