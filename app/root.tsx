import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

/** Only embedded pages run inside the admin, and so load App Bridge. */
export function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const embedded = new URL(request.url).pathname.startsWith("/app");
  const { apiKey, appBridgeUrl } = services.settings.shopify;
  return { appBridge: embedded ? { apiKey, url: appBridgeUrl } : null };
}

/** What it gives does not change while the page lives. */
export const shouldRevalidate = () => false;

export default function Root() {
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
        <Outlet />
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}
