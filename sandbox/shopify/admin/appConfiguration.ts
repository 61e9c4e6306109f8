import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import type { DeployedFunction, MetafieldDefinition } from "../admin-api/graphql/context.ts";

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

const extensionFile = z.object({
  api_version: z.string().optional(),
  extensions: z
    .array(
      z.object({
        name: z.string(),
        handle: z.string(),
        type: z.string(),
        targeting: z.array(z.object({ target: z.string() })).default([]),
      }),
    )
    .default([]),
});

/** The functions among the app's extensions, each in a folder with its `shopify.extension.toml`. */
export async function deployedFunctions(extensions: string): Promise<DeployedFunction[]> {
  const functions: DeployedFunction[] = [];
  for await (const file of glob("*/shopify.extension.toml", { cwd: extensions })) {
    const read = extensionFile.parse(parse(await readFile(join(extensions, file), "utf8")));
    for (const { name, handle, type, targeting } of read.extensions)
      if (type === "function")
        functions.push({
          handle,
          title: name,
          apiVersion: read.api_version ?? "",
          targets: targeting.map(({ target }) => target),
        });
  }
  return functions;
}
