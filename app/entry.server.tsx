import { PassThrough } from "node:stream";
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

export const streamTimeout = 10_000;

/** Renders a page as a stream. A bot gets it whole. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { services }: AppLoadContext,
): Promise<Response> {
  services.shopify.addDocumentResponseHeaders(request, headers);
  // The library names Shopify's own address here, whatever address the page loads App Bridge from.
  if (headers.has("Link"))
    headers.set("Link", `<${services.settings.shopify.appBridgeUrl}>; rel="preload"; as="script"`);
  headers.set("Content-Type", "text/html; charset=utf-8");
  const readiness = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";

  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={remixContext} url={request.url} />, {
      [readiness]: () => {
        const body = new PassThrough();
        pipe(body);
        resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
      },
      onShellError: reject,
      onError: (error) => {
        services.log.error(
          { err: error, path: new URL(request.url).pathname },
          "a page could not be rendered",
        );
      },
    });
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Errors of loaders and actions, which a merchant only sees as "something went wrong". */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: AppLoadContext },
): void {
  if (request.signal.aborted) return;
  context.services.log.error({ err: error, path: new URL(request.url).pathname }, "a request failed");
}
