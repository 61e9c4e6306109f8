import { randomUUID } from "node:crypto";
import express, { type Request, type Response, type Router } from "express";
import {
  type DocumentNode,
  execute,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  validate,
} from "graphql";
import { z } from "zod";
import type { Shop } from "../../shop/shop.ts";
import type { CallLog } from "../calls.ts";
import type { Faults } from "../faults.ts";
import type { AccessTokens } from "../oauth/accessTokens.ts";
import { API_VERSION } from "./adminSchema.ts";
import type { Context } from "./context.ts";
import { actualCost, requestedCost } from "./cost.ts";
import { resolveField, resolveType } from "./model.ts";
import { parseDocument } from "./parseDocument.ts";
import { rootFields } from "./roots.ts";
import { LARGEST_QUERY, type Throttle } from "./throttle.ts";

const graphqlRequest = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

type GraphqlRequest = z.infer<typeof graphqlRequest>;

/** What the endpoint needs of the API that it belongs to. */
interface Api {
  shop: Shop;
  tokens: AccessTokens;
  throttle: Throttle;
  calls: CallLog;
  faults: Faults;
  context: (apiUrl: string) => Context;
}

/** Source: the schema's description of `metafieldsSet`: 10 MB a request. */
const LARGEST_BODY = "10mb";

/** `POST /admin/api/{version}/graphql.json`: queries are validated and executed against Shopify's own schema. */
export function graphqlEndpoint(api: Api, schema: GraphQLSchema): Router {
  const router = express.Router();
  router.post(
    "/admin/api/:version/graphql.json",
    express.json({ limit: LARGEST_BODY }),
    (request, response, next) => {
      answer(api, schema, request, response).catch(next);
    },
  );
  return router;
}

async function answer(api: Api, schema: GraphQLSchema, request: Request, response: Response): Promise<void> {
  response.set({ "x-shopify-api-version": API_VERSION, "x-request-id": randomUUID() });
  if (request.params.version !== API_VERSION) {
    refuse(api, response, 404, "Not Found");
    return;
  }
  if (!mayCall(api, request)) {
    refuse(
      api,
      response,
      401,
      "[API] Invalid API key or access token (unrecognized login or wrong password)",
    );
    return;
  }
  const body = graphqlRequest.safeParse(request.body);
  if (!body.success) {
    refuse(api, response, 400, { query: "Required parameter missing or invalid" });
    return;
  }
  const prepared = prepare(schema, body.data);
  if ("errors" in prepared) {
    log(api, { kind: "unreadable", operation: "", errors: prepared.errors });
    response.json({ errors: prepared.errors });
    return;
  }
  const context = api.context(`${request.protocol}://${request.get("host") ?? ""}`);
  const { document, operation } = prepared;
  response.json(await run(api, schema, context, document, operation, body.data.variables ?? {}));
}

function mayCall(api: Api, request: Request): boolean {
  const token = request.get("x-shopify-access-token");
  return api.shop.installation.installed && token !== undefined && api.tokens.stateOf(token) === "active";
}

function refuse(api: Api, response: Response, status: number, errors: unknown): void {
  api.calls.add({
    at: new Date().toISOString(),
    kind: "unreadable",
    operation: "",
    status,
    requestedCost: null,
    actualCost: null,
    errors: [JSON.stringify(errors)],
  });
  response.status(status).json({ errors });
}

function prepare(
  schema: GraphQLSchema,
  { query, operationName }: GraphqlRequest,
): { document: DocumentNode; operation: OperationDefinitionNode } | { errors: GraphQLFormattedError[] } {
  const document = parseDocument(query);
  if (document instanceof GraphQLError) return { errors: [document.toJSON()] };
  const problems = validate(schema, document);
  if (problems.length > 0) return { errors: problems.map((problem) => problem.toJSON()) };
  const operation = getOperationAST(document, operationName);
  if (!operation) return { errors: [{ message: "An operation name is required" }] };
  return { document, operation };
}

async function run(
  api: Api,
  schema: GraphQLSchema,
  context: Context,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Promise<unknown> {
  const requested = requestedCost(schema, document, operation, variables);
  const described = { kind: operation.operation, operation: nameOf(operation), requestedCost: requested };
  const refusal = refusedForCost(api, requested);
  if (refusal) {
    log(api, { ...described, errors: [refusal] });
    return { errors: [refusal], extensions: costExtension(api, requested, null) };
  }
  const { data, errors } = await execute({
    schema,
    document,
    rootValue: rootFields(context, operation.operation),
    contextValue: context,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  const actual = actualCost(schema, document, operation, variables, data);
  api.throttle.spend(actual);
  const formatted = (errors ?? []).map((error) => error.toJSON());
  log(api, { ...described, actualCost: actual, errors: formatted });
  return {
    ...(data !== undefined && { data }),
    ...(formatted.length > 0 && { errors: formatted }),
    extensions: costExtension(api, requested, actual),
  };
}

/** Source: shopify.dev, "GraphQL Admin API rate limits". Both are answered with status 200. */
function refusedForCost(api: Api, requested: number): GraphQLFormattedError | null {
  if (requested > LARGEST_QUERY) {
    return {
      message: `Query cost is ${requested}, which exceeds the single query max cost limit (${LARGEST_QUERY}).`,
      extensions: { code: "MAX_COST_EXCEEDED", cost: requested, maxCost: LARGEST_QUERY },
    };
  }
  if (api.faults.take("graphql", "throttle") || !api.throttle.allows(requested)) {
    api.calls.throttled += 1;
    return {
      message: "Throttled",
      extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" },
    };
  }
  return null;
}

function costExtension(api: Api, requestedQueryCost: number, actualQueryCost: number | null) {
  return { cost: { requestedQueryCost, actualQueryCost, throttleStatus: api.throttle.status() } };
}

function log(
  api: Api,
  call: {
    kind: "query" | "mutation" | "subscription" | "unreadable";
    operation: string;
    requestedCost?: number;
    actualCost?: number;
    errors: readonly GraphQLFormattedError[];
  },
): void {
  api.calls.add({
    at: new Date().toISOString(),
    kind: call.kind,
    operation: call.operation,
    status: 200,
    requestedCost: call.requestedCost ?? null,
    actualCost: call.actualCost ?? null,
    errors: call.errors.map(({ message }) => message),
  });
}

function nameOf(operation: OperationDefinitionNode): string {
  if (operation.name) return operation.name.value;
  return operation.selectionSet.selections
    .map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : "…"))
    .join(", ");
}
