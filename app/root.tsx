import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import type { ReactNode } from "react";
import { PlainPage } from "./components/PlainPage.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

/** Only embedded pages run inside the admin, and so load App Bridge. */
export function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const embedded = /^\/app(\/|$)/.test(new URL(request.url).pathname);
  const { apiKey, appBridgeUrl } = services.settings.shopify;
  return { appBridge: embedded ? { apiKey, url: appBridgeUrl } : null };
}

/** What it gives does not change while the page lives. */
export const shouldRevalidate = () => false;

/** Every document, errors included. */
export function Layout({ children }: { children: ReactNode }) {
  const appBridge = useRouteLoaderData<typeof loader>("root")?.appBridge;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        {appBridge && <meta name="shopify-api-key" content={appBridge.apiKey} />}
        {/* Shopify asks that App Bridge be the first script of every document. */}
        {appBridge && <script src={appBridge.url} />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404)
    return (
      <PlainPage title="Page not found">
        There is nothing at this address. To open the app, go to <strong>Apps</strong> in your Shopify admin
        and choose <strong>CustoMeow</strong>.
      </PlainPage>
    );
  return (
    <PlainPage title="Something went wrong">This page could not be loaded. Try again in a moment.</PlainPage>
  );
}
