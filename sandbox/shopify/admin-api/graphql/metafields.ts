import { createHash } from "node:crypto";
import { z } from "zod";
import type { Metafield } from "../../shop/shop.ts";
import { connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { globalId, parseGlobalId } from "./globalId.ts";
import { type Model, unmodelled } from "./model.ts";

const oneArguments = z.object({ namespace: z.string().nullish(), key: z.string() });
const listArguments = z.object({
  namespace: z.string().nullish(),
  keys: z.array(z.string()).nullish(),
});

const OWNER_TYPES: Record<string, string> = {
  AppInstallation: "API_PERMISSION",
  Product: "PRODUCT",
  ProductVariant: "PRODUCTVARIANT",
  Order: "ORDER",
  Shop: "SHOP",
  Validation: "VALIDATION",
};

/** The fields `metafield` and `metafields` of anything that can own metafields. */
export function metafieldFields(ownerId: string, context: Context) {
  return {
    metafield: (args: unknown) => {
      const { namespace, key } = oneArguments.parse(args);
      const found = findMetafield(context, ownerId, resolveNamespace(namespace, context), key);
      return found ? metafieldModel(found, context) : null;
    },
    metafields: (args: unknown) => {
      const { namespace, keys } = listArguments.parse(args);
      return connection(args, {
        type: "Metafield",
        items: visibleMetafields(context, ownerId).filter(
          (metafield) =>
            (!namespace || metafield.namespace === resolveNamespace(namespace, context)) &&
            (!keys || keys.includes(`${metafield.namespace}.${metafield.key}`)),
        ),
        idOf: (metafield) => metafield.id,
        toModel: (metafield) => metafieldModel(metafield, context),
      });
    },
  };
}

export function metafieldModel(metafield: Metafield, context: Context): Model {
  return {
    __typename: "Metafield",
    id: globalId("Metafield", metafield.id),
    legacyResourceId: metafield.id,
    namespace: metafield.namespace,
    key: metafield.key,
    type: metafield.type,
    value: metafield.value,
    jsonValue: () => jsonValue(metafield),
    ownerType: OWNER_TYPES[parseGlobalId(metafield.ownerId)?.type ?? ""],
    owner: () => context.findByGlobalId(metafield.ownerId),
    compareDigest: compareDigest(metafield),
    sizeInBytes: Buffer.byteLength(metafield.value),
    createdAt: metafield.createdAt,
    updatedAt: metafield.updatedAt,
  };
}

export function findMetafield(
  context: Context,
  ownerId: string,
  namespace: string,
  key: string,
): Metafield | undefined {
  return visibleMetafields(context, ownerId).find(
    (metafield) => metafield.namespace === namespace && metafield.key === key,
  );
}

/**
 * The namespace as stored. `$app` is the app's reserved one, and the default.
 * Source: shopify.dev, "Ownership": `app--{app id}`, and `app--{app id}--{name}` for `$app:{name}`.
 */
export function resolveNamespace(namespace: string | null | undefined, { shop }: Context): string {
  const reserved = `app--${shop.app.id}`;
  if (!namespace || namespace === "$app") return reserved;
  return namespace.startsWith("$app:") ? `${reserved}--${namespace.slice("$app:".length)}` : namespace;
}

/** Whether a namespace is reserved for another app: hidden from this one. */
export function belongsToAnotherApp(namespace: string, { shop }: Context): boolean {
  const reserved = `app--${shop.app.id}`;
  return namespace.startsWith("app--") && namespace !== reserved && !namespace.startsWith(`${reserved}--`);
}

export function compareDigest({ type, value }: Metafield): string {
  return createHash("sha256")
    .update(JSON.stringify([type, value]))
    .digest("hex");
}

function visibleMetafields(context: Context, ownerId: string): Metafield[] {
  return context.shop.metafields.filter(
    (metafield) => metafield.ownerId === ownerId && !belongsToAnotherApp(metafield.namespace, context),
  );
}

/** Source: shopify.dev, "List of data types": how each type is represented as JSON. */
function jsonValue({ type, value }: Metafield): unknown {
  switch (type) {
    case "single_line_text_field":
    case "multi_line_text_field":
      return value;
    case "json":
    case "boolean":
    case "number_integer":
      return JSON.parse(value);
    default:
      throw unmodelled(`Metafield.jsonValue of type ${type}`);
  }
}
