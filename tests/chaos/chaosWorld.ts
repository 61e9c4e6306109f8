import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../../app/database/database.ts";
import { openPool } from "../../app/database/pool.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../app/database/embeddedPostgres.ts";
import { applyMigrations } from "../../app/database/migrations.ts";
import { customeowSkus } from "../../sandbox/catalogue.ts";
import { startCustomeow, type SkuSeed, type StoreSeed } from "../../sandbox/customeow/start.ts";
import { connectShop, sessionToken, syncSkus, waitUntilPublished } from "../../sandbox/launch/merchant.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import type { AdminApi } from "../../sandbox/shopify/admin-api/adminApi.ts";
import { startAdmin } from "../../sandbox/shopify/admin/startAdmin.ts";
import { createShop } from "../../sandbox/shopify/shop/createShop.ts";
import type { Shop } from "../../sandbox/shopify/shop/shop.ts";
import {
  createWebhookSender,
  type WebhookSender,
} from "../../sandbox/shopify/webhooks/createWebhookSender.ts";
import { readSubscriptions } from "../../sandbox/shopify/webhooks/readSubscriptions.ts";
import { type AppProcess, startAppProcess, untilHealthy } from "./appProcess.ts";
import { crashPostgres, silencePostgres } from "./crashPostgres.ts";
import { freePort } from "./freePort.ts";

/** Answers come fast and the quota is wide: what is tested is what gets lost, not how long it takes. */
const QUOTA = { requests: 100, windowSeconds: 5 };
const TASK_SECONDS = { least: 0.1, most: 2 };
const LATENCY_MILLISECONDS = { least: 5, most: 40 };
const TIMEOUT_SECONDS = 2;

interface ChaosOptions {
  quota?: { requests: number; windowSeconds: number };
  taskSeconds?: { least: number; most: number };
  latencyMilliseconds?: { least: number; most: number };
  /** A library that Postgres loads. */
  preload?: string;
  /** What the store has; a few products where it is not given. */
  skus?: SkuSeed[];
  /** Changes the shop before the app is installed. */
  prepareShop?: (shop: Shop) => void;
  /** Further stores of CustoMeow's, each with its own key. */
  stores?: StoreSeed[];
}

/** Both stand-ins and a Postgres in this process's care, and the app as processes that can be killed. */
export interface ChaosWorld {
  shop: Shop;
  /** Shopify's stand-in. */
  adminApi: AdminApi;
  webhooks: WebhookSender;
  database: Database;
  databaseUrl: string;
  account: { apiKey: string; storeId: string };
  /** What the app's secrets are encrypted with. */
  encryptionKey: string;
  logFile: string;
  customeowUrl: string;
  customeow(path: string, body?: unknown, method?: string): Promise<unknown>;
  /** The merchant presses "Sync now" on the page of SKUs. */
  syncSkus(): Promise<void>;
  startServer(crashAt?: string, environment?: Record<string, string>): AppProcess;
  untilHealthy(): Promise<void>;
  startWorker(crashAt?: string, environment?: Record<string, string>): AppProcess;
  /** Kills Postgres, and starts it again on the same data. */
  crashPostgres(): Promise<void>;
  /** Postgres keeps its connections and answers nothing. @returns what has it go on */
  silencePostgres(): Promise<() => void>;
  appUrl: string;
  /** A session token, as App Bridge gives one to the app's pages. */
  sessionToken(): Promise<string>;
  close(): Promise<void>;
}

export async function startChaosWorld({
  quota = QUOTA,
  taskSeconds = TASK_SECONDS,
  latencyMilliseconds = LATENCY_MILLISECONDS,
  skus = customeowSkus,
  prepareShop = () => undefined,
  stores = [],
  preload,
}: ChaosOptions = {}): Promise<ChaosWorld> {
  await buildPagesIfStale();
  const directory = await mkdtemp(join(tmpdir(), "customeow-chaos-"));
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres(
    directory,
    preload === undefined ? {} : { preload },
  ).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true });
    throw error;
  });
  await applyMigrations(postgres.url);
  const pool = openPool(postgres.url, { connections: 4 });
  const database = openDatabase(pool);
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const account = { apiKey: "chaos-key", storeId: "179639630637846528" };
  const customeow = await startCustomeow({
    port: 0,
    ...account,
    storeName: "Chaos",
    skus,
    quota,
    taskSeconds,
    stores,
    latencyMilliseconds,
  });
  const shop = createShop({
    domain: "chaos.myshopify.com",
    scopes: ["read_orders", "write_products"],
    app: {
      id: "7100000000001",
      name: "CustoMeow",
      clientId: "chaos-client",
      clientSecret: "chaos-secret",
      applicationUrl: appUrl,
      webhookApiVersion: "2026-10",
    },
  });
  prepareShop(shop);
  const subscriptions = await readSubscriptions("shopify.app.toml", appUrl);
  // Retries come after a hundredth of Shopify's pauses: as many, and within the test.
  const webhooks = createWebhookSender({ shop, subscriptions, timeScale: 0.02 });
  const admin = await startAdmin({
    port: 0,
    shop,
    storefrontUrl: "http://localhost:4100",
    appProxyUrl: appUrl,
    extensionDirectory: "extensions/customizer",
    sendWebhook: (topic, payload) => webhooks.send(topic, payload),
  });

  const encryptionKey = randomBytes(32).toString("base64");
  const environment = {
    NODE_ENV: "production",
    SHOPIFY_API_KEY: shop.app.clientId,
    SHOPIFY_API_SECRET: shop.app.clientSecret,
    SHOPIFY_APP_URL: appUrl,
    DATABASE_URL: postgres.url,
    ENCRYPTION_KEY: encryptionKey,
    CUSTOMEOW_API_URL: `${customeow.url}/v1`,
    CUSTOMEOW_CLIENT_URL: `${customeow.url}/client`,
    // Those of the stand-in, and of the tests' own servers.
    FILE_ORIGINS: "http://127.0.0.1:*",
    CUSTOMEOW_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
    CUSTOMEOW_QUOTA_REQUESTS: String(quota.requests),
    CUSTOMEOW_QUOTA_WINDOW_SECONDS: String(quota.windowSeconds),
    SANDBOX_SHOPIFY_ADDRESS: admin.url,
    WORKER_IN_SERVER: "false",
    PORT: String(port),
  };
  const processes: AppProcess[] = [];
  const logFile = join(directory, "app.log");
  const start = (entry: "server.ts" | "worker.ts", crashAt?: string, more: Record<string, string> = {}) => {
    const started = startAppProcess(entry, { ...environment, ...more }, logFile, crashAt);
    processes.push(started);
    return started;
  };

  const world: ChaosWorld = {
    shop,
    adminApi: admin.adminApi,
    webhooks,
    database,
    databaseUrl: postgres.url,
    account,
    encryptionKey,
    logFile,
    customeowUrl: customeow.url,
    async customeow(path, body, method = body === undefined ? "GET" : "POST") {
      const answer = await fetch(`${customeow.url}/sandbox/${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      const text = await answer.text();
      return text === "" ? null : (JSON.parse(text) as unknown);
    },
    syncSkus: () => syncSkus(admin.url, appUrl),
    startServer: (crashAt, more) => start("server.ts", crashAt, more),
    untilHealthy: () => untilHealthy(appUrl),
    startWorker: (crashAt, more) => start("worker.ts", crashAt, more),
    crashPostgres: () => crashPostgres(join(directory, "postgres")),
    silencePostgres: () => silencePostgres(join(directory, "postgres")),
    appUrl,
    sessionToken: () => sessionToken(admin.url),
    async close() {
      await Promise.all(processes.map((one) => one.stop()));
      await webhooks.close();
      await Promise.all([admin.close(), customeow.close(), pool.end()]);
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  try {
    await install(world, appUrl, admin.url);
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}

/** The merchant opens the app and connects the store, while everything is quiet. */
async function install(world: ChaosWorld, appUrl: string, adminUrl: string): Promise<void> {
  const server = world.startServer();
  const worker = world.startWorker();
  await world.untilHealthy();
  await connectShop(adminUrl, appUrl, world.account);
  if (!(await waitUntilPublished(world.shop))) throw new Error("The storefront was not told of any SKU.");
  await Promise.all([server.stop(), worker.stop()]);
}
