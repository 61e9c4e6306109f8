import { setTimeout as pause } from "node:timers/promises";
import { GraphqlQueryError } from "@shopify/shopify-api";
import { SessionNotFoundError } from "@shopify/shopify-app-remix/server";
import { z } from "zod";

/** One operation of the Admin API: its text, and the shape of what it gives. */
export interface Operation<Data, Variables extends Record<string, unknown>> {
  name: string;
  document: string;
  data: z.ZodType<Data>;
  /** Never set: it only ties the variables' type to the operation. */
  variables?: Variables;
}

export type GraphqlRequest = <Data, Variables extends Record<string, unknown>>(
  operation: Operation<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** The app holds no access token of this shop: it was uninstalled, or never opened. */
export class NoAccessToShopError extends Error {
  override readonly name = "NoAccessToShopError";
}

/** Shopify answered, but not with what was asked for. `detail` is what it said. */
export class AdminApiError extends Error {
  override readonly name = "AdminApiError";
  readonly detail: unknown;

  constructor(message: string, detail: unknown) {
    super(message);
    this.detail = detail;
  }
}

const MOST_THROTTLED_TRIES = 5;

/**
 * @throws NoAccessToShopError without an access token
 * @throws AdminApiError when Shopify refuses the operation or its answer has another shape
 */
export function createGraphqlRequest(
  send: (document: string, variables: Record<string, unknown>) => Promise<Response>,
): GraphqlRequest {
  return async (operation, variables) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = z
          .object({ data: z.unknown() })
          .parse(await (await send(operation.document, variables)).json());
        return readData(operation, answer.data);
      } catch (error) {
        if (error instanceof SessionNotFoundError)
          throw new NoAccessToShopError(error.message, { cause: error });
        if (!(error instanceof GraphqlQueryError)) throw error;
        const wait = throttledForMilliseconds(error);
        if (wait === null || attempt >= MOST_THROTTLED_TRIES)
          throw new AdminApiError(`Shopify refused ${operation.name}: ${error.message}`, error.body);
        await pause(wait);
      }
    }
  };
}

function readData<Data>(operation: Operation<Data, Record<string, unknown>>, data: unknown): Data {
  const parsed = operation.data.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new AdminApiError(
    `Shopify's answer to ${operation.name} has another shape: ${parsed.error.message}`,
    data,
  );
}

const throttled = z.object({
  errors: z.object({
    graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })).optional(),
  }),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
      }),
    })
    .optional(),
});

/** Null where the error has another reason. https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits */
function throttledForMilliseconds(error: GraphqlQueryError): number | null {
  const body = throttled.safeParse(error.body);
  if (!body.success) return null;
  const isThrottled = body.data.errors.graphQLErrors?.some(
    ({ extensions }) => extensions?.code === "THROTTLED",
  );
  if (!isThrottled) return null;
  const cost = body.data.extensions?.cost;
  if (!cost) return 1_000;
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  return Math.max(200, (missing / cost.throttleStatus.restoreRate) * 1_000);
}
