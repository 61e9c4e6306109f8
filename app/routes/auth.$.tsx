import type { LoaderFunctionArgs } from "@remix-run/node";

/** Pages that Shopify's library answers by itself: the bounce page that fetches a session token, and its like. */
export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  await services.shopify.authenticateAdmin(request);
  return null;
}
