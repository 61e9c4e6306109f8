import { setTimeout as pause } from "node:timers/promises";
import { GraphqlQueryError, HttpThrottlingError } from "@shopify/shopify-api";
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

/** The app has no access token of this shop that Shopify accepts: it was uninstalled, or not opened for too long. */
export class NoAccessToShopError extends Error {
  override readonly name = "NoAccessToShopError";
}

/** Shopify answered, but not with what was asked for. `detail` is what it said. */
export class AdminApiError extends Error {
  override readonly name: string = "AdminApiError";
  readonly detail: unknown;

  constructor(message: string, detail: unknown) {
    super(message);
    this.detail = detail;
  }
}

/**
 * The merchant has not granted the scope that the operation takes.
 * https://shopify.dev/docs/api/usage/response-codes#graphql-error-codes
 */
export class AccessDeniedError extends AdminApiError {
  override readonly name = "AccessDeniedError";
}

/** Shopify refused, and its message is meant for merchants, such as that a plan does not include something. */
export class RefusedInWordsError extends AdminApiError {
  override readonly name = "RefusedInWordsError";
}

const MOST_THROTTLED_TRIES = 5;
const LONGEST_WAIT_MILLISECONDS = 30_000;

/**
 * Waits and asks again where Shopify says that it is asked too often.
 * @param send gives the answer's body; what it throws is thrown, Shopify's refusals excepted
 * @throws AdminApiError when Shopify refuses the operation or its answer has another shape; AccessDeniedError when it
 *   refuses for want of a scope
 */
export function createGraphqlRequest(
  send: (document: string, variables: Record<string, unknown>) => Promise<{ data?: unknown }>,
): GraphqlRequest {
  return async (operation, variables) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { data } = await send(operation.document, variables);
        return readData(operation, data);
      } catch (error) {
        const wait = attempt < MOST_THROTTLED_TRIES ? throttledForMilliseconds(error) : null;
        if (wait !== null) await pause(Math.min(wait, LONGEST_WAIT_MILLISECONDS));
        else throw error instanceof GraphqlQueryError ? refusalOf(operation.name, error) : error;
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

function refusalOf(operation: string, error: GraphqlQueryError): AdminApiError {
  const Refusal = hasCode(error, "ACCESS_DENIED") ? AccessDeniedError : AdminApiError;
  return new Refusal(`Shopify refused ${operation}: ${error.message}`, error.body);
}

const coded = z.object({
  errors: z.object({
    graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })),
  }),
});

function hasCode(error: GraphqlQueryError, code: string): boolean {
  const body = coded.safeParse(error.body);
  return body.success && body.data.errors.graphQLErrors.some(({ extensions }) => extensions?.code === code);
}

const costly = z.object({
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
function throttledForMilliseconds(error: unknown): number | null {
  if (error instanceof HttpThrottlingError) return (error.response.retryAfter ?? 1) * 1_000;
  if (!(error instanceof GraphqlQueryError) || !hasCode(error, "THROTTLED")) return null;
  const cost = costly.safeParse(error.body).data?.extensions?.cost;
  if (!cost) return 1_000;
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  return Math.max(200, (missing / cost.throttleStatus.restoreRate) * 1_000);
}
