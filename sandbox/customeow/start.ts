import express, { type ErrorRequestHandler } from "express";
import { createServer } from "node:http";
import { apiRouter } from "./api/router.ts";
import { consoleRouter } from "./console/router.ts";
import { controlRouter } from "./control/router.ts";
import { createCustomeow, type Customeow } from "./customeow.ts";
import { customizerRouter } from "./customizer/router.ts";
import { listen, type LocalServer } from "./localServer.ts";
import { filesRouter } from "./rendering/router.ts";
import { settingsSchema, type Settings } from "./settings.ts";
import type { SkuSeed, StoreSeed } from "./stores/stores.ts";

export type { ProductLook, TemplateKind, TemplateSeed } from "./stores/looks.ts";
export type { SkuSeed, StoreSeed } from "./stores/stores.ts";
export type { Settings } from "./settings.ts";

export interface CustomeowOptions extends Partial<Settings> {
  /** 0: any that is free. */
  port: number;
  apiKey?: string;
  storeId?: string;
  storeName?: string;
  skus?: SkuSeed[];
  webhookUrl?: string | null;
  /** Further stores. Those of one merchant may share an API key, and then share its quota. */
  stores?: StoreSeed[];
  /** A small picture of the product for the customizer's heading. */
  productPictureUrl?: (sku: string) => string | null;
  /** Latency and task times are drawn from it. */
  seed?: number;
}

/** API at `{url}/v1`, customizer at `{url}/client/{lang}`, a page for a person at `{url}/`. */
export type RunningCustomeow = LocalServer;

/** Starts the stand-in for CustoMeow. @throws Error naming the port when it is in use; ZodError for a wrong setting. */
export async function startCustomeow(options: CustomeowOptions): Promise<RunningCustomeow> {
  const customeow = createCustomeow(
    storesOf(options),
    settingsOf(options),
    options.seed ?? 1,
    options.productPictureUrl ?? (() => null),
  );
  const server = await listen(createServer(site(customeow)), options.port);
  customeow.url = server.url;
  return {
    url: server.url,
    close: async () => {
      customeow.webhooks.close();
      await server.close();
    },
  };
}

function site(customeow: Customeow) {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.use("/v1", apiRouter(customeow));
  app.use("/sandbox", controlRouter(customeow));
  app.use(filesRouter(customeow));
  app.use(customizerRouter(customeow));
  app.use(consoleRouter());
  app.use(unexpected);
  return app;
}

const unexpected: ErrorRequestHandler = (error: Error & { status?: number }, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  response
    .status(error.status ?? 500)
    .json({ code: error.status ?? 500, message: error.message, data: null });
};

function storesOf(options: CustomeowOptions): StoreSeed[] {
  const { apiKey, storeId, storeName = "Demo store", skus = [], webhookUrl, stores = [] } = options;
  if (apiKey === undefined || storeId === undefined) return stores;
  return [{ apiKey, storeId, storeName, skus, webhookUrl }, ...stores];
}

function settingsOf(options: CustomeowOptions): Settings {
  const names = Object.keys(settingsSchema.shape);
  return settingsSchema.parse(
    Object.fromEntries(
      Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined),
    ),
  );
}
