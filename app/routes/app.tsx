import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Outlet } from "@remix-run/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { EmbeddedError } from "../components/EmbeddedError.tsx";
import { EmbeddedFrame } from "../components/EmbeddedFrame.tsx";

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  await services.shopify.authenticateAdmin(request);
  return null;
}

/** Each page below checks its own requests: doing it here again would only cost time. */
export const shouldRevalidate = () => false;

export default function EmbeddedApp() {
  return (
    <EmbeddedFrame>
      <Outlet />
    </EmbeddedFrame>
  );
}

export function ErrorBoundary() {
  return (
    <EmbeddedFrame>
      <EmbeddedError />
    </EmbeddedFrame>
  );
}

export const headers: HeadersFunction = (headersArgs) => boundary.headers(headersArgs);
