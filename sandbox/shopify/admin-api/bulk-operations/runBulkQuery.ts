import { execute, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import type { Context } from "../graphql/context.ts";
import { resolveField, resolveType } from "../graphql/model.ts";
import { rootFields } from "../graphql/roots.ts";
import type { BulkResult } from "./bulkOperations.ts";
import type { BulkQuery } from "./checkBulkQuery.ts";
import { toJsonLines } from "./jsonLines.ts";

/** Executes the query as a usual one, but that every connection gives all it has. */
export async function runBulkQuery(
  schema: GraphQLSchema,
  context: Context,
  { document, fields }: BulkQuery,
  groupObjects: boolean,
): Promise<BulkResult> {
  const { data, errors = [] } = await execute({
    schema,
    document,
    rootValue: rootFields(context, "query"),
    contextValue: context,
    fieldResolver: resolveWhole,
    typeResolver: resolveType,
  });
  if (errors.length > 0) {
    const denied = errors.some(({ extensions }) => extensions["code"] === "ACCESS_DENIED");
    return {
      errorCode: denied ? "ACCESS_DENIED" : "INTERNAL_SERVER_ERROR",
      errors: errors.map(({ message }) => message),
    };
  }
  const { lines, rootObjectCount } = toJsonLines(fields, data, groupObjects);
  return { lines, rootObjectCount };
}

/** Source: shopify.dev, "Write a bulk operation": `first` is ignored. */
const resolveWhole: GraphQLFieldResolver<unknown, Context, Record<string, unknown>> = (
  source,
  args,
  context,
  info,
) => {
  const pages = { first: undefined, last: undefined, after: undefined, before: undefined };
  return resolveField(source, { ...args, ...pages, everything: true }, context, info);
};
