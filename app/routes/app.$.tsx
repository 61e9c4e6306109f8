import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";

export const meta: MetaFunction = () => [{ title: "Page not found" }];

/** Addresses below /app that no page has. */
export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  await services.shopify.authenticateAdmin(request);
  throw Response.json(null, { status: 404 });
}

/** A route without a page would be answered as a bare file, outside the app's frame. */
export default function Nothing() {
  return null;
}
