import { Link } from "@remix-run/react";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import type { ReactNode } from "react";
import { useLoadingBar } from "./useLoadingBar.ts";

/** What every page of the app has around it: Polaris, and the app's navigation in the admin's sidebar. */
export function EmbeddedFrame({ children }: { children: ReactNode }) {
  useLoadingBar();
  return (
    // App Bridge itself is loaded by root.tsx, first in the head: here it would stand in the body.
    <AppProvider isEmbeddedApp={false} apiKey="">
      <s-app-nav>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/orders">Orders</Link>
        <Link to="/app/skus">SKUs</Link>
        <Link to="/app/settings">Settings</Link>
      </s-app-nav>
      <main aria-label="CustoMeow">{children}</main>
    </AppProvider>
  );
}
