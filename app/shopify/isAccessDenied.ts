import { z } from "zod";

/** Read by its shape: the pages' build has a class AdminApiError of its own, of which nothing thrown here is one. */
const denied = z.object({
  name: z.literal("AdminApiError"),
  detail: z.object({
    errors: z.object({
      graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })),
    }),
  }),
});

/**
 * Whether the merchant has not granted the scope that an operation takes.
 * https://shopify.dev/docs/api/usage/response-codes#graphql-error-codes
 */
export function isAccessDenied(error: unknown): boolean {
  const read = denied.safeParse(error);
  if (!read.success) return false;
  return read.data.detail.errors.graphQLErrors.some(({ extensions }) => extensions?.code === "ACCESS_DENIED");
}
