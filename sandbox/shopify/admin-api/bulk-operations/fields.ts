import { GraphQLError } from "graphql";
import { z } from "zod";
import { connection } from "../graphql/connection.ts";
import type { Context } from "../graphql/context.ts";
import { parseGlobalId } from "../graphql/globalId.ts";
import { type Model, unmodelled } from "../graphql/model.ts";
import { parseSearch } from "../graphql/searchQuery.ts";
import { bulkOperationModel } from "./bulkOperationModel.ts";
import { type BulkOperation, statusOf } from "./bulkOperations.ts";

const byId = z.object({ id: z.string() });
const runArguments = z.object({ query: z.string(), groupObjects: z.boolean() });
const currentArguments = z.object({ type: z.enum(["QUERY", "MUTATION"]).nullish() });
const listArguments = z.object({ query: z.string().nullish(), sortKey: z.string().nullish() });

interface Refusal {
  field: string[] | null;
  message: string;
  code: "INVALID" | "OPERATION_IN_PROGRESS" | "LIMIT_REACHED";
}

/** `bulkOperationRunQuery`: checks the query, and has it run where there is a place. */
export function bulkOperationRunQuery(args: unknown, context: Context): Model {
  const { query, groupObjects } = runArguments.parse(args);
  const { bulk } = context;
  const checked = bulk.check(query);
  if ("refusals" in checked)
    return runPayload(
      null,
      checked.refusals.map((message) => ({ field: ["query"], message, code: "INVALID" })),
      context,
    );
  const unfinished = bulk.operations.unfinished(context.now);
  if (unfinished.length >= bulk.operations.settings.concurrent) {
    const ids = unfinished.map(({ id }) => id).join(", ");
    const message = `A bulk query operation for this app and shop is already in progress: ${ids}.`;
    return runPayload(null, [{ field: null, message, code: "OPERATION_IN_PROGRESS" }], context);
  }
  return runPayload(bulk.operations.create(query, checked, groupObjects), [], context);
}

function runPayload(operation: BulkOperation | null, refusals: Refusal[], context: Context): Model {
  return {
    __typename: "BulkOperationRunQueryPayload",
    bulkOperation: operation && bulkOperationModel(operation, context),
    userErrors: refusals.map((refusal) => ({ __typename: "BulkOperationUserError", ...refusal })),
  };
}

export function bulkOperationCancel(args: unknown, context: Context): Model {
  const operation = context.bulk.operations.find(byId.parse(args).id);
  const status = operation && statusOf(operation, context.now);
  const payload = (refusals: { field: string[] | null; message: string }[]): Model => ({
    __typename: "BulkOperationCancelPayload",
    bulkOperation: operation && bulkOperationModel(operation, context),
    userErrors: refusals.map((refusal) => ({ __typename: "UserError", ...refusal })),
  });
  if (!operation || !status) return payload([{ field: ["id"], message: "Bulk operation does not exist" }]);
  if (!["CREATED", "RUNNING", "CANCELING"].includes(status))
    return payload([
      { field: null, message: `A bulk operation cannot be canceled when it is ${status.toLowerCase()}` },
    ]);
  operation.cancelAskedAt ??= context.now;
  return payload([]);
}

export function bulkOperation(args: unknown, context: Context): Model | null {
  const { id } = byId.parse(args);
  if (parseGlobalId(id)?.type !== "BulkOperation") throw new GraphQLError(`Invalid global id '${id}'`);
  const operation = context.bulk.operations.find(id);
  return operation && bulkOperationModel(operation, context);
}

/** The newest, of whatever status. */
export function currentBulkOperation(args: unknown, context: Context): Model | null {
  if (currentArguments.parse(args).type === "MUTATION") return null;
  const operation = context.bulk.operations.list().at(-1);
  return operation ? bulkOperationModel(operation, context) : null;
}

/** Newest first. */
export function bulkOperations(args: unknown, context: Context): Model {
  const { query, sortKey } = listArguments.parse(args);
  if (sortKey && sortKey !== "CREATED_AT") throw unmodelled(`sorting bulk operations by ${sortKey}`);
  const matches = parseSearch(query);
  const items = context.bulk.operations.list().filter((operation) =>
    matches({
      id: { number: parseGlobalId(operation.id)?.id ?? "0" },
      created_at: { instant: operation.createdAt.toISOString() },
      operation_type: { text: ["query"] },
      status: { text: [statusOf(operation, context.now)] },
    }),
  );
  return connection(args, {
    type: "BulkOperation",
    items: items.toReversed(),
    idOf: ({ id }) => id,
    toModel: (operation) => bulkOperationModel(operation, context),
  });
}
