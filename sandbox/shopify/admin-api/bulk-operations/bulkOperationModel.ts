import type { Context } from "../graphql/context.ts";
import type { Model } from "../graphql/model.ts";
import { type BulkOperation, countsOf, fileOf, statusOf } from "./bulkOperations.ts";
import { resultUrl } from "./resultFiles.ts";

export function bulkOperationModel(operation: BulkOperation, context: Context): Model {
  const { now, apiUrl } = context;
  const status = statusOf(operation, now);
  const { objects, roots } = countsOf(operation, now);
  const lines = fileOf(operation, now);
  const isDone = status === "COMPLETED" || status === "EXPIRED";
  return {
    __typename: "BulkOperation",
    id: operation.id,
    status,
    type: "QUERY",
    query: operation.query,
    createdAt: operation.createdAt.toISOString(),
    completedAt: isDone ? operation.dueAt.toISOString() : null,
    errorCode:
      operation.result !== null && status === "FAILED" && "errorCode" in operation.result
        ? operation.result.errorCode
        : null,
    objectCount: String(objects),
    rootObjectCount: String(roots),
    fileSize: lines === null ? null : String(sizeOf(lines)),
    // Source: shopify.dev, "Retrieve your data": null where the query found nothing.
    url: lines === null || lines.length === 0 ? null : resultUrl(apiUrl, operation),
    partialDataUrl: null,
  };
}

const sizeOf = (lines: string[]) => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
