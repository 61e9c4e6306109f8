import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { NotFound } from "./NotFound.tsx";
import { PageError } from "./PageError.tsx";

/** Shopify's library throws responses that must reach App Bridge as they are; anything else is told in words. */
export function EmbeddedError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404)
    return (
      <NotFound
        title="Page not found"
        heading="There is no such page in this app"
        reason="The address may be mistyped, or from an older version of the app."
      />
    );
  if (!isRouteErrorResponse(error) || error.status >= 500) return <PageError />;
  return boundary.error(error);
}
