import { z } from "zod";
import { requireScope } from "./accessScopes.ts";
import type { Context } from "./context.ts";
import { parseGlobalId } from "./globalId.ts";
import { findMetafield, resolveNamespace } from "./metafields.ts";
import type { Model } from "./model.ts";
import { installationId, scopeToWrite } from "./metafieldsSet.ts";

const deleteArguments = z.object({
  metafields: z.array(z.object({ ownerId: z.string(), namespace: z.string(), key: z.string() })),
});

/** The mutation `metafieldsDelete`: metafields that do not exist are null in the answer, not errors. */
export function metafieldsDelete(args: unknown, context: Context): Model {
  const { metafields } = deleteArguments.parse(args);
  const found = metafields.map(({ ownerId, namespace, key }) => {
    checkMayDelete(ownerId, context);
    return findMetafield(context, ownerId, resolveNamespace(namespace, context), key);
  });
  context.shop.metafields = context.shop.metafields.filter((metafield) => !found.includes(metafield));
  return {
    __typename: "MetafieldsDeletePayload",
    userErrors: [],
    deletedMetafields: found.map((metafield) =>
      metafield
        ? {
            __typename: "MetafieldIdentifier",
            ownerId: metafield.ownerId,
            namespace: metafield.namespace,
            key: metafield.key,
          }
        : null,
    ),
  };
}

function checkMayDelete(ownerId: string, context: Context): void {
  if (ownerId === installationId(context)) return;
  const scope = scopeToWrite(parseGlobalId(ownerId)?.type ?? "") ?? "write_products";
  requireScope(context.shop.installation.scopes, scope, "metafieldsDelete");
}
