/**
 * The export of all of a shop's variants, by one of Shopify's bulk operations:
 * https://shopify.dev/docs/api/usage/bulk-operations/queries
 */
import { z } from "zod";
import { AdminApiError, type GraphqlRequest, type Operation } from "../graphqlRequest.ts";
import { jsonLines } from "../jsonLines.ts";
import { type ShopVariant, toVariant, VARIANT_FIELDS, variantNode } from "./shopVariant.ts";

/** What became of an export that was asked for. */
export type ExportStart =
  | { outcome: "started"; exportId: string }
  /** As many of the app's bulk operations are under way in the shop as Shopify runs at once. */
  | { outcome: "busy" };

/** How far an export is. */
export type ExportState =
  | { state: "running"; createdAt: Date }
  /** @property url null where the shop has no variant */
  | { state: "completed"; url: string | null; variantCount: number }
  | { state: "denied" }
  /** It failed, was cancelled, or its file is gone: it must be asked for again. */
  | { state: "lost"; reason: string };

const started = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullable() })),
  }),
});

export const startExportOperation: Operation<z.output<typeof started>, { query: string }> = {
  name: "StartVariantExport",
  document: `#graphql
    mutation StartVariantExport($query: String!) {
      bulkOperationRunQuery(query: $query) {
        bulkOperation { id }
        userErrors { message code }
      }
    }`,
  data: started,
};

const listed = z.object({
  bulkOperations: z.object({ nodes: z.array(z.object({ id: z.string(), query: z.string() })) }),
});

export const listExportsOperation: Operation<z.output<typeof listed>, Record<string, never>> = {
  name: "ListVariantExports",
  document: `#graphql
    query ListVariantExports {
      bulkOperations(first: 20, query: "operation_type:query") {
        nodes { id query }
      }
    }`,
  data: listed,
};

const looked = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullable(),
      createdAt: z.string(),
      rootObjectCount: z.coerce.number(),
      url: z.string().nullable(),
    })
    .nullable(),
});

export const lookAtExportOperation: Operation<z.output<typeof looked>, { id: string }> = {
  name: "LookAtVariantExport",
  document: `#graphql
    query LookAtVariantExport($id: ID!) {
      bulkOperation(id: $id) { status errorCode createdAt rootObjectCount url }
    }`,
  data: looked,
};

/** @param mark stands in the query, so that an export can be found of which no answer came */
export const exportQuery = (mark: string) => `# ${mark}
{
  productVariants {
    edges {
      node {${VARIANT_FIELDS}
      }
    }
  }
}`;

/** @throws AdminApiError where Shopify refuses the query */
export async function startVariantExport(request: GraphqlRequest, mark: string): Promise<ExportStart> {
  const answer = await request(startExportOperation, { query: exportQuery(mark) });
  const { bulkOperation, userErrors } = answer.bulkOperationRunQuery;
  if (bulkOperation !== null) return { outcome: "started", exportId: bulkOperation.id };
  const isBusy = userErrors.some(({ code }) => code === "OPERATION_IN_PROGRESS" || code === "LIMIT_REACHED");
  if (isBusy) return { outcome: "busy" };
  throw new AdminApiError("Shopify refused to export the variants.", userErrors);
}

/** The export with this mark; null where Shopify knows of none. */
export async function findVariantExport(request: GraphqlRequest, mark: string): Promise<string | null> {
  const { bulkOperations } = await request(listExportsOperation, {});
  return bulkOperations.nodes.find(({ query }) => query.includes(mark))?.id ?? null;
}

export async function lookAtVariantExport(request: GraphqlRequest, exportId: string): Promise<ExportState> {
  const { bulkOperation } = await request(lookAtExportOperation, { id: exportId });
  if (bulkOperation === null) return { state: "lost", reason: "Shopify does not know the export any more." };
  const { status, errorCode, createdAt, url, rootObjectCount } = bulkOperation;
  switch (status) {
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      return { state: "running", createdAt: new Date(createdAt) };
    case "COMPLETED":
      return { state: "completed", url, variantCount: rootObjectCount };
    default:
      return errorCode === "ACCESS_DENIED"
        ? { state: "denied" }
        : { state: "lost", reason: `Shopify's export of the variants ended as ${errorCode ?? status}.` };
  }
}

/** The address is not good any more, as after seven days. */
export class ExportGoneError extends Error {
  override readonly name = "ExportGoneError";
}

/**
 * The variants of an export's file, as they come over the wire: no more of it is in memory than is looked at.
 * @throws ExportGoneError where there is no file at the address any more
 */
export async function* exportedVariants(url: string): AsyncGenerator<ShopVariant> {
  const answer = await fetch(url);
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    const message = `The exported variants could not be downloaded: ${answer.status}.`;
    throw answer.status >= 400 && answer.status < 500 ? new ExportGoneError(message) : new Error(message);
  }
  for await (const line of jsonLines(answer.body)) yield toVariant(variantNode.parse(line));
}
