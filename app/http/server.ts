import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type RequestHandler } from "express";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Services } from "../services.ts";
import { answerDownloads, DOWNLOAD_PATH } from "./answerDownloads.ts";
import { answerError } from "./answerError.ts";
import { createClientAddresses } from "./clientAddress.ts";
import { limitConnections, SERVER_TIMES } from "./connections.ts";
import { answerHealth } from "./health.ts";
import { limitBodies, limitRequests } from "./limitRequests.ts";
import { addWhenWritten, answerClientErrors, securityHeaders } from "./securityHeaders.ts";
import { prepareStop } from "./stop.ts";
import { createWebhookListener } from "./webhooks.ts";

export interface HttpServer {
  port: number;
  /** Takes no new connection from now on. */
  stopTaking: () => void;
  /** Waits for the answers that are under way, until the deadline, where there is one. */
  close: (deadline?: AbortSignal) => Promise<void>;
}

const projectRoot = join(import.meta.dirname, "..", "..");

/** @throws Error naming the port when it is in use, or when the pages have not been built. */
export async function startHttpServer(services: Services): Promise<HttpServer> {
  const addresses = createClientAddresses(services.settings.trustedProxies);
  const server = createServer(SERVER_TIMES);
  limitConnections(server, addresses);
  const headers = securityHeaders(services.settings.shopify.appUrl);
  answerClientErrors(server, headers);
  const stop = prepareStop(server, headers);
  const app = express();
  app.disable("x-powered-by");
  app.use(limitBodies, limitRequests(addresses));
  app.use(logRequests(services));
  app.use(takeUpJobs(services));
  app.use("/health", answerHealth(services, stop.isStopping));
  app.get(DOWNLOAD_PATH, answerDownloads(services));
  const pages = services.settings.development ? await pagesFromSource(app) : await pagesFromBuild(app);
  const handle = createRequestHandler({ build: pages, getLoadContext: () => ({ services }) });
  app.all("*", (request, response, next) => void handle(request, response, next));
  app.use(answerError(services.log));

  const answersWebhook = createWebhookListener(services, addresses, headers);
  server.on("request", (request, response) => {
    if (answersWebhook(request, response)) return;
    addWhenWritten(response, headers);
    app(request, response);
  });
  await listen(server, services.settings.port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    port: address.port,
    stopTaking: stop.stopTaking,
    close: async (deadline = new AbortController().signal) => {
      const unfinished = await stop.close(deadline);
      if (unfinished > 0) services.log.warn({ unfinished }, "answers were cut off to stop in time");
    },
  };
}

/** The built pages. Their file names carry a hash of the content, so a browser may keep them for good. */
async function pagesFromBuild(app: express.Express): Promise<ServerBuild> {
  app.use(
    "/assets",
    express.static(join(projectRoot, "build/client/assets"), { immutable: true, maxAge: "1y" }),
  );
  app.use(express.static(join(projectRoot, "build/client"), { maxAge: "1h" }));
  const file = join(projectRoot, "build/server/index.js");
  try {
    return (await import(file)) as ServerBuild;
  } catch (cause) {
    throw new Error("The pages are not built. Run `npm run build` first.", { cause });
  }
}

/** For a developer: pages are built as they are asked for, and change while one edits. */
async function pagesFromSource(app: express.Express): Promise<() => Promise<ServerBuild>> {
  const { createServer } = await import("vite");
  const vite = await createServer({ root: projectRoot, server: { middlewareMode: true } });
  app.use(vite.middlewares);
  return async () => (await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild;
}

/** Only the path is logged: addresses carry session tokens in their query. */
function logRequests(services: Services): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const { path } = request;
    response.on("finish", () => {
      if (path.startsWith("/assets/") || path.startsWith("/health")) return;
      services.log.info(
        {
          method: request.method,
          path,
          status: response.statusCode,
          milliseconds: Math.round(performance.now() - started),
        },
        "request",
      );
    });
    next();
  };
}

/** What an answered request handed in is taken up at once. */
function takeUpJobs({ jobs }: Services): RequestHandler {
  return (_request, response, next) => {
    void jobs.takeUpAfter(async () => {
      const closed = once(response, "close");
      next();
      await closed;
    });
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} is in use. Set PORT to another.`) : error);
    });
    server.listen(port, resolve);
  });
}
