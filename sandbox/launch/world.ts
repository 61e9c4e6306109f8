import { randomBytes } from "node:crypto";
import { customeowSkus } from "../catalogue.ts";
import { startCustomeow } from "../customeow/start.ts";
import { startAppProxy } from "../shopify/admin/appProxy.ts";
import { startAdmin } from "../shopify/admin/startAdmin.ts";
import { addProductsForSkus } from "../shopify/shop/addProductsForSkus.ts";
import { createShop } from "../shopify/shop/createShop.ts";
import type { Shop } from "../shopify/shop/shop.ts";
import { startStorefront } from "../shopify/storefront/startStorefront.ts";
import { createWebhookSender } from "../shopify/webhooks/createWebhookSender.ts";
import { readSubscriptions } from "../shopify/webhooks/readSubscriptions.ts";
import type { Addresses } from "./announce.ts";
import { type AppProcess, startAppProcess } from "./appProcess.ts";
import { listSkus } from "./externalSkus.ts";
import { type Account, connectShop, waitUntilPublished } from "./merchant.ts";
import type { ExternalCustomeow, SandboxOptions } from "./options.ts";
import { buildPagesIfStale } from "./pages.ts";
import { choosePorts, type Ports } from "./ports.ts";
import { readAppConfiguration } from "./toml.ts";

const EXTENSION = "extensions/customizer";

interface Customeow extends Account {
  /** Where a person or a program looks at it. */
  url: string;
  apiUrl: string;
  clientUrl: string;
}

/**
 * Starts everything, in the order in which each needs the other's address. What was started is pushed on `closing`,
 * also when a later part fails.
 */
export async function startWorld(
  options: SandboxOptions,
  dataDirectory: string,
  closing: (() => Promise<void>)[],
  onAppEnded: (exitCode: number | null) => void,
): Promise<Addresses> {
  const ports = await choosePorts(options.basePort);
  await buildPagesIfStale();
  const configuration = await readAppConfiguration();
  const appUrl = `http://localhost:${ports.app}`;
  const shop = createShop({
    domain: "hazel-and-fern.myshopify.com",
    scopes: configuration.scopes,
    app: {
      id: "7100000000001",
      name: configuration.name,
      clientId: randomBytes(16).toString("hex"),
      clientSecret: `sandbox_${randomBytes(24).toString("hex")}`,
      applicationUrl: appUrl,
      webhookApiVersion: configuration.webhookApiVersion,
    },
  });

  const customeow = await openCustomeow(options.external, ports, shop, closing);
  const subscriptions = await readSubscriptions("shopify.app.toml", appUrl);
  const webhooks = createWebhookSender({ shop, subscriptions });
  closing.push(() => webhooks.close());
  const storefront = await startStorefront({
    port: ports.storefront,
    shop,
    webhooks,
    extensionDirectory: EXTENSION,
  });
  closing.push(() => storefront.close());
  const proxy = await startAppProxy({ port: ports.app, target: `http://127.0.0.1:${ports.appProcess}` });
  closing.push(() => proxy.close());
  const admin = await startAdmin({
    port: ports.admin,
    shop,
    storefrontUrl: storefront.url,
    appProxyUrl: proxy.url,
    extensionDirectory: EXTENSION,
    sendWebhook: (topic, payload) => webhooks.send(topic, payload),
    webhookDeliveries: () => webhooks.deliveries(),
  });
  closing.push(() => admin.close());

  const environment = appEnvironment(shop, appUrl, admin.url, customeow, dataDirectory);
  const app = await startAppProcess(ports.appProcess, environment, options.logFile);
  closing.push(() => app.stop());
  void app.ended.then(onAppEnded);
  await prepareShop(shop, admin.url, app, customeow);
  return {
    storefront: storefront.url,
    admin: admin.url,
    app: proxy.url,
    customeow: customeow.url,
    credentials: {
      shop: shop.domain,
      shopifyApiKey: shop.app.clientId,
      shopifyApiSecret: shop.app.clientSecret,
      customeowApiKey: customeow.apiKey,
      customeowStoreId: customeow.storeId,
    },
  };
}

/** The stand-in, or somebody's own: then the shop gets a product for each of its SKUs. */
async function openCustomeow(
  external: ExternalCustomeow | null,
  ports: Ports,
  shop: Shop,
  closing: (() => Promise<void>)[],
): Promise<Customeow> {
  if (external !== null) {
    addProductsForSkus(shop, await listSkus(external));
    return { ...external, url: new URL(external.apiUrl).origin };
  }
  const account: Account = {
    apiKey: `sandbox-${randomBytes(12).toString("hex")}`,
    storeId: "179639630637846528",
  };
  const customeow = await startCustomeow({
    port: ports.customeow,
    ...account,
    storeName: shop.name,
    skus: customeowSkus,
    productPictureUrl: (sku) => productPicture(shop, sku, ports.storefront),
  });
  const { url } = customeow;
  closing.push(() => customeow.close());
  return { ...account, url, apiUrl: `${url}/v1`, clientUrl: `${url}/client` };
}

function productPicture(shop: Shop, sku: string, storefrontPort: number): string | null {
  for (const { variants, images } of shop.products) {
    const variant = variants.find((candidate) => candidate.sku === sku);
    const image = images.find(({ id }) => id === variant?.imageId) ?? images[0];
    if (variant && image) return `http://localhost:${storefrontPort}${image.path}`;
  }
  return null;
}

function appEnvironment(
  shop: Shop,
  appUrl: string,
  adminUrl: string,
  customeow: Customeow,
  dataDirectory: string,
): Record<string, string> {
  return {
    SHOPIFY_API_KEY: shop.app.clientId,
    SHOPIFY_API_SECRET: shop.app.clientSecret,
    SHOPIFY_APP_URL: appUrl,
    SCOPES: shop.installation.scopes.join(","),
    DATA_DIRECTORY: dataDirectory,
    CUSTOMEOW_API_URL: customeow.apiUrl,
    CUSTOMEOW_CLIENT_URL: customeow.clientUrl,
    // The stand-in's files lie on this machine; with a real CustoMeow outside, anywhere.
    FILE_ORIGINS: `${new URL(customeow.apiUrl).origin},https://*`,
    APP_BRIDGE_URL: `${adminUrl}/app-bridge.js`,
    SANDBOX_SHOPIFY_ADDRESS: adminUrl,
  };
}

async function prepareShop(shop: Shop, adminUrl: string, app: AppProcess, account: Account): Promise<void> {
  await connectShop(adminUrl, app.url, account);
  if (!(await waitUntilPublished(shop)))
    console.error(
      "The storefront was not told of any SKU yet: does the CustoMeow store have integrated ones?",
    );
}
