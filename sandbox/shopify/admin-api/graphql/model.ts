/**
 * How modelled objects answer fields.
 *
 * Invariant: a field that Shopify's schema has and the sandbox does not model is an error that says so,
 * never a silent null.
 */
import { getNamedType, GraphQLError, type GraphQLFieldResolver, type GraphQLTypeResolver } from "graphql";
import { requireScope, scopeToRead } from "./accessScopes.ts";
import type { Context } from "./context.ts";

/** An object of the schema: the value of each modelled field, or how it is found from the field's arguments. */
export interface Model {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

type FieldFunction = (args: Record<string, unknown>) => unknown;

export const resolveField: GraphQLFieldResolver<unknown, Context, Record<string, unknown>> = (
  source,
  args,
  context,
  info,
) => {
  const scope = scopeToRead(getNamedType(info.returnType).name);
  if (scope) requireScope(context.shop.installation.scopes, scope, info.fieldName);
  if (!isModel(source) || !Object.hasOwn(source, info.fieldName)) {
    throw unmodelled(`${info.parentType.name}.${info.fieldName}`);
  }
  const value = source[info.fieldName];
  return isFieldFunction(value) ? value(args) : value;
};

export const resolveType: GraphQLTypeResolver<unknown, Context> = (value) =>
  isModel(value) ? value.__typename : undefined;

/** @param what A field (`Type.field`), or an argument's value, in words. */
export function unmodelled(what: string): GraphQLError {
  return new GraphQLError(
    `The sandbox does not model ${what}. Shopify's real Admin API has it: see sandbox/shopify/admin-api/graphql.`,
    { extensions: { code: "SANDBOX_NOT_MODELLED" } },
  );
}

function isModel(value: unknown): value is Model {
  return typeof value === "object" && value !== null && "__typename" in value;
}

function isFieldFunction(value: unknown): value is FieldFunction {
  return typeof value === "function";
}
