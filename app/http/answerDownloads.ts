import { pipeline } from "node:stream/promises";
import { create as contentDisposition } from "content-disposition";
import type { Request as HttpRequest, RequestHandler, Response as HttpResponse } from "express";
import { letGo, type OpenedFile } from "../downloads/downloads.ts";
import { findProductionFile } from "../production/productionFile.ts";
import type { Services } from "../services.ts";
import { shopOf } from "../shops/shop.ts";
import { english } from "../wording/english.ts";
import { rowId } from "./rowId.ts";

/** Where the merchant downloads a production file. */
export const DOWNLOAD_PATH = "/app/orders/:orderId/files/:fileId";

type DownloadServices = Pick<Services, "database" | "downloads" | "log" | "settings" | "shopify">;

/**
 * Hands a production file on, as it comes from where it lies. Not a page, because Remix reads on whether its client does
 * or not: here the file waits for a slow client, and is let go when the client is gone.
 */
export function answerDownloads(services: DownloadServices): RequestHandler {
  return (request, response, next) => {
    answer(services, request, response).catch(next);
  };
}

async function answer(
  services: DownloadServices,
  request: HttpRequest,
  response: HttpResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  const shopId = await shopIdOf(services, request, response);
  if (shopId === null) return;
  const file = await findProductionFile(services.database, shopId, rowId(request.params["fileId"]));
  if (file === null) {
    response.status(404).type("text").send("There is no such file.");
    return;
  }
  const opening = await services.downloads.open(file.url, gone.signal).catch(unlessAborted(gone.signal));
  if (opening === null) return;
  if (opening.outcome === "not_opened") {
    services.log.warn({ shopId, ...opening.problem }, "a production file was not downloaded");
    response.status(502).type("text").send(english.downloadProblem(opening.problem));
    return;
  }
  await send(opening.file, file.name, request, response).catch(unlessAborted(gone.signal));
}

/** Null, with the answer sent, where the library answers instead, as to a session token that has expired. */
async function shopIdOf(
  { database, settings, shopify }: DownloadServices,
  { originalUrl, headers }: HttpRequest,
  response: HttpResponse,
): Promise<string | null> {
  const { authorization, "user-agent": userAgent } = headers;
  const request = new Request(new URL(originalUrl, settings.shopify.appUrl), {
    headers: { ...(authorization && { authorization }), ...(userAgent && { "user-agent": userAgent }) },
  });
  try {
    return (await shopOf(database, await shopify.authenticateAdmin(request))).id;
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    response.status(thrown.status);
    for (const [name, value] of thrown.headers) response.append(name, value);
    response.send(await thrown.text());
    return null;
  }
}

async function send(
  { body, contentType, bytes }: OpenedFile,
  name: string,
  request: HttpRequest,
  response: HttpResponse,
): Promise<void> {
  response.set({
    "content-type": contentType,
    "content-disposition": contentDisposition(name),
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    ...(bytes === null ? {} : { "content-length": String(bytes) }),
  });
  if (request.method === "HEAD") {
    letGo(body);
    response.end();
    return;
  }
  await pipeline(body, response);
}

/** Whoever asked is gone: there is nobody to tell what went wrong. */
const unlessAborted = (signal: AbortSignal) => (error: unknown) => {
  if (signal.aborted) return null;
  throw error;
};
