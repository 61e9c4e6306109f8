import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useRouteError } from "@remix-run/react";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { PageError } from "../components/PageError.tsx";

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  await services.shopify.authenticateAdmin(request);
  return { apiKey: services.shopify.apiKey };
}

/** Every page of the app: its navigation in the admin's sidebar, and Polaris. */
export default function EmbeddedApp() {
  const { apiKey } = useLoaderData<typeof loader>();
  return (
    // App Bridge itself is loaded by root.tsx, first in the head: here it would stand in the body.
    <AppProvider isEmbeddedApp={false} apiKey={apiKey}>
      <s-app-nav>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/orders">Orders</Link>
        <Link to="/app/skus">SKUs</Link>
        <Link to="/app/settings">Settings</Link>
      </s-app-nav>
      <Outlet />
    </AppProvider>
  );
}

/** Shopify's library throws responses that must reach App Bridge as they are; anything else is told in words. */
export function ErrorBoundary() {
  const error = useRouteError();
  try {
    return boundary.error(error);
  } catch {
    return <PageError />;
  }
}

export const headers: HeadersFunction = (headersArgs) => boundary.headers(headersArgs);
