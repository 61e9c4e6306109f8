import { HttpResponseError } from "@shopify/shopify-api";
import { z } from "zod";

const response = z.object({
  code: z.number(),
  body: z.object({ error: z.string() }).optional().catch(undefined),
});

/** The status of an answer that Shopify's library threw, and OAuth's code in it; null for any other error. */
export function httpRefusal(error: unknown): { status: number; code: string | null } | null {
  if (!(error instanceof HttpResponseError)) return null;
  const { code, body } = response.parse(error.response);
  return { status: code, code: body?.error ?? null };
}
