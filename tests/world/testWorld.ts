import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { TestRunner } from "vitest";
import { readSettings } from "../../app/config/settings.ts";
import { createLog } from "../../app/log/log.ts";
import { startWorking } from "../../app/jobs/work.ts";
import { backgroundWork } from "../../app/process/backgroundWork.ts";
import { createJobHandlers } from "../../app/process/jobHandlers.ts";
import { createShutdownList } from "../../app/process/shutdown.ts";
import { startServices } from "../../app/process/startServices.ts";
import type { Services } from "../../app/services.ts";
import { readWebhookAddress } from "../../app/connection/connectionPage.ts";
import { connectStore } from "../../app/connection/connect.ts";
import { customeowSkus } from "../../sandbox/catalogue.ts";
import { startCustomeow } from "../../sandbox/customeow/start.ts";
import { startAdmin } from "../../sandbox/shopify/admin/startAdmin.ts";
import { createShop } from "../../sandbox/shopify/shop/createShop.ts";
import type { Shop } from "../../sandbox/shopify/shop/shop.ts";
import { testDatabase } from "../postgres/testDatabase.ts";

/** The app's services and worker in this process, on a database of their own, with both stand-ins over HTTP. */
export interface TestWorld {
  services: Services;
  shopId: string;
  shop: Shop;
  customeowUrl: string;
  account: { apiKey: string; storeId: string };
  /** What the CustoMeow stand-in saw and did; see sandbox/customeow/README.md. */
  customeowState(): Promise<CustomeowState>;
  /** A design made without a browser. @returns its id */
  makeDesign(texts: string[], sku?: string): Promise<string>;
  setFault(fault: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface CustomeowState {
  orders: {
    id: string;
    platformOrderId: string;
    lineItems: { sku: string; customInfoId: string; quantity: number }[];
  }[];
  duplicates: unknown[];
  tasksStartedAgain: unknown[];
  tasks: { customInfoId: string; compositeId: string }[];
  quota: Record<string, { limit: number; violations: number }>;
  requests: { method: string; endpoint: string; fault: string | null }[];
}

/** Shopify's library sends away whoever does not look like a browser. */
export const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

const FAST = { latencyMilliseconds: { least: 1, most: 5 }, taskSeconds: { least: 0.1, most: 0.5 } };

/** @param environment more of the app's settings, which may depend on its database's address */
export async function startTestWorld(
  environment: Record<string, string> | ((databaseUrl: string) => Record<string, string>) = {},
  customeowSettings: Partial<Parameters<typeof startCustomeow>[0]> = {},
): Promise<TestWorld> {
  const account = { apiKey: "test-key", storeId: "179639630637846528" };
  const test = await testDatabase();
  const customeow = await startCustomeow({
    port: 0,
    ...account,
    storeName: "Test store",
    skus: customeowSkus,
    quota: { requests: 10_000, windowSeconds: 60 },
    ...FAST,
    ...customeowSettings,
  });
  const shop = createShop({
    domain: "test-shop.myshopify.com",
    scopes: ["read_orders", "write_products"],
    app: {
      id: "7100000000001",
      name: "CustoMeow",
      clientId: "client-id",
      clientSecret: "client-secret",
      applicationUrl: "http://localhost:4102",
      webhookApiVersion: "2026-10",
    },
  });
  const admin = await startAdmin({
    port: 0,
    shop,
    storefrontUrl: "http://localhost:4100",
    appProxyUrl: shop.app.applicationUrl,
    extensionDirectory: "extensions/customizer",
    sendWebhook: () => undefined,
  });
  process.env["SANDBOX_SHOPIFY_ADDRESS"] = admin.url;
  await import("../../sandbox/route.ts");

  const log = createLog(process.env["TEST_LOG_LEVEL"] ?? "silent");
  const settings = readSettings({
    SHOPIFY_API_KEY: shop.app.clientId,
    SHOPIFY_API_SECRET: shop.app.clientSecret,
    SHOPIFY_APP_URL: shop.app.applicationUrl,
    DATABASE_URL: test.databaseUrl,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    CUSTOMEOW_API_URL: `${customeow.url}/v1`,
    CUSTOMEOW_CLIENT_URL: `${customeow.url}/client`,
    // Those of the stand-in, and of the tests' own servers.
    FILE_ORIGINS: "http://127.0.0.1:*",
    CUSTOMEOW_TIMEOUT_SECONDS: "1",
    CUSTOMEOW_QUOTA_REQUESTS: "10000",
    ...(typeof environment === "function" ? environment(test.databaseUrl) : environment),
  });
  const shutdown = createShutdownList(log, settings.stopWithinMilliseconds);
  const { services, engine } = await startServices(settings, "test", log, shutdown);
  shutdown.add(backgroundWork(startWorking(engine, createJobHandlers(services), log), services));
  const shopId = await openApp(services, admin.url);
  await connectStore(services, shopId, account);
  await eventually("the SKUs are synced", () => services.database.customeowSku.findFirst());

  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${customeow.url}/sandbox/${path}`, {
      ...(body === undefined
        ? {}
        : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  return {
    services,
    shopId,
    shop,
    account,
    customeowUrl: customeow.url,
    customeowState: async () => (await control("state")) as CustomeowState,
    makeDesign: async (texts, sku = "MUG-WHITE-11") => {
      const design = (await control("designs", { storeId: account.storeId, sku, texts })) as {
        customInfoId: string;
      };
      return design.customInfoId;
    },
    setFault: async (fault) => {
      await control("faults", fault);
    },
    close: async () => {
      await shutdown.close();
      await Promise.all([admin.close(), customeow.close()]);
      await test.close();
    },
  };
}

/** The unguessable part of the address that the shop's merchant gives CustoMeow. */
export async function webhookTokenOf({ services, shopId }: TestWorld): Promise<string> {
  const address = await readWebhookAddress(services, shopId, services.settings.shopify.appUrl);
  return address?.split("/").at(-1) ?? "";
}

/** The merchant opens the app: a session token is exchanged for an access token, and the shop is installed. */
async function openApp(services: Services, adminUrl: string): Promise<string> {
  const answer = await fetch(`${adminUrl}/sandbox/session-token`, { method: "POST" });
  const { token } = (await answer.json()) as { token: string };
  const { shopDomain } = await services.shopify.authenticateAdmin(
    new Request(`${services.settings.shopify.appUrl}/app`, {
      headers: { authorization: `Bearer ${token}`, "user-agent": BROWSER },
    }),
  );
  const shop = await services.database.shop.findUniqueOrThrow({ where: { domain: shopDomain } });
  return shop.id;
}

/** So that it is this message that is seen, and not that the test took too long. */
const BEFORE_THE_LIMIT_MILLISECONDS = 2_000;
/** Within a hook's limit, which is not told. */
const LONGEST_IN_A_HOOK_MILLISECONDS = 50_000;

/** Waits until `look` gives something, and gives that. @throws Error naming `what` shortly before the test's own limit */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | null | undefined>,
): Promise<Found> {
  const deadline = lastMoment();
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    await pause(50);
  }
  throw new Error(`It did not come to this in time: ${what}`);
}

function lastMoment(): number {
  const test = TestRunner.getCurrentTest();
  return test === undefined
    ? Date.now() + LONGEST_IN_A_HOOK_MILLISECONDS
    : (test.result?.startTime ?? Date.now()) + test.timeout - BEFORE_THE_LIMIT_MILLISECONDS;
}
