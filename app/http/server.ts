import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type RequestHandler } from "express";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Services } from "../services.ts";
import { createWebhookListener } from "./webhooks.ts";

export interface HttpServer {
  port: number;
  /** Stops listening and waits for the answers that are under way. */
  close: () => Promise<void>;
}

const projectRoot = join(import.meta.dirname, "..", "..");

/** @throws Error naming the port when it is in use, or when the pages have not been built. */
export async function startHttpServer(services: Services): Promise<HttpServer> {
  const app = express();
  app.disable("x-powered-by");
  app.use(logRequests(services));
  app.use(takeUpJobs(services));
  app.get("/health", answerHealth(services));
  const pages = services.settings.development ? await pagesFromSource(app) : await pagesFromBuild(app);
  const handle = createRequestHandler({ build: pages, getLoadContext: () => ({ services }) });
  app.all("*", (request, response, next) => void handle(request, response, next));

  const answersWebhook = createWebhookListener(services);
  const server = createServer((request, response) => {
    if (!answersWebhook(request, response)) app(request, response);
  });
  await listen(server, services.settings.port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { port: address.port, close: () => closeServer(server) };
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
      if (path.startsWith("/assets/") || path === "/health") return;
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

/** Answers 503 where the database or every worker is silent, so that a host can notice. */
function answerHealth(services: Services): RequestHandler {
  return (_request, response, next) => {
    services.checkHealth().then((health) => {
      const healthy = health.database === "up" && health.worker === "up";
      response.status(healthy ? 200 : 503).json({ status: healthy ? "up" : "down", ...health });
    }, next);
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

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
