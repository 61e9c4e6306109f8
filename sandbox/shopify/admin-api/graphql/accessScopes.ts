import { GraphQLError } from "graphql";

/** The scope that reading an object of a type takes. Source: the schema's own type descriptions. */
const SCOPE_OF_TYPE: Record<string, string> = {
  Product: "read_products",
  ProductConnection: "read_products",
  ProductVariant: "read_products",
  ProductVariantConnection: "read_products",
  Order: "read_orders",
  OrderConnection: "read_orders",
  Validation: "read_validations",
  ValidationConnection: "read_validations",
};

export function scopeToRead(typeName: string): string | undefined {
  return SCOPE_OF_TYPE[typeName];
}

/** Granted scopes with what they imply: write access includes read access. */
export function impliedScopes(granted: readonly string[]): string[] {
  const all = granted.flatMap((scope) =>
    scope.startsWith("write_") ? [scope, scope.replace("write_", "read_")] : [scope],
  );
  return [...new Set(all)].sort();
}

/** @throws GraphQLError as Shopify words it, when the scope is not granted. */
export function requireScope(granted: readonly string[], scope: string, fieldName: string): void {
  if (impliedScopes(granted).includes(scope)) return;
  const requiredAccess = `\`${scope}\` access scope.`;
  throw new GraphQLError(`Access denied for ${fieldName} field. Required access: ${requiredAccess}`, {
    extensions: {
      code: "ACCESS_DENIED",
      documentation: "https://shopify.dev/api/usage/access-scopes",
      requiredAccess,
    },
  });
}
