import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { NotFound } from "./NotFound.tsx";
import { PageError } from "./PageError.tsx";

const TOO_MANY_REQUESTS = 429;

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
  const isOurs = !isRouteErrorResponse(error) || error.status >= 500 || error.status === TOO_MANY_REQUESTS;
  if (isOurs) return <PageError />;
  return boundary.error(error);
}
