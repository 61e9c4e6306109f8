import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import express from "express";
import { adminSchemaFile } from "../../../scripts/fetch-admin-schema.ts";
import { type AdminApi, createAdminApi, shopHosts } from "../admin-api/adminApi.ts";
import { resultFiles } from "../admin-api/bulk-operations/resultFiles.ts";
import type { Shop } from "../shop/shop.ts";
import type { AdminSite } from "./adminSite.ts";
import { declaredMetafields, deployedFunctions } from "./appConfiguration.ts";
import { appBridgeScript } from "./appBridgeScript.ts";
import { controlApi } from "./control.ts";
import type { SendWebhook } from "./installation.ts";
import { type LocalServer, listen } from "./localServer.ts";
import { adminPages } from "./pages/adminPages.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

export interface AdminOptions {
  /** 0 takes any free port. */
  port: number;
  shop: Shop;
  storefrontUrl: string;
  /** The app's public address (its proxy's), without a trailing slash. */
  appProxyUrl: string;
  /** The theme app extension whose blocks the theme editor offers. */
  extensionDirectory: string;
  sendWebhook: SendWebhook;
  /** For `GET /sandbox/state`. */
  webhookDeliveries?: () => unknown;
  accessTokenLifetimeSeconds?: number;
  /** Further shops whose Admin API is served at this address: hosts are kept apart. */
  otherShops?: readonly AdminApi[];
  /** `shopify.app.toml`, for the metafields it declares. */
  appConfigurationFile?: string;
}

/**
 * The stand-in for Shopify's admin: pages for a person, the App Bridge's frame, and, for hosts
 * `*.myshopify.com`, the token endpoint and the Admin GraphQL API.
 * @throws Error naming the port when it is in use.
 */
export async function startAdmin(options: AdminOptions): Promise<LocalServer & { adminApi: AdminApi }> {
  const { shop, storefrontUrl, appProxyUrl, extensionDirectory, sendWebhook, webhookDeliveries } = options;
  const configuration = options.appConfigurationFile ?? join(PROJECT, "shopify.app.toml");
  const adminApi = await createAdminApi({
    shop,
    storefrontUrl,
    schemaFile: await adminSchemaFile(),
    definitions: await declaredMetafields(configuration, shop.app.id),
    functions: await deployedFunctions(join(PROJECT, "extensions")),
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds,
  });
  const site: AdminSite = {
    shop,
    api: adminApi,
    storefrontUrl,
    appProxyUrl,
    extensionDirectory,
    sendWebhook,
    webhookDeliveries,
  };
  const application = express();
  application.disable("x-powered-by");
  const apis = [adminApi, ...(options.otherShops ?? [])];
  application.use(shopHosts(apis), resultFiles(apis));
  application.get("/app-bridge.js", (_request, response, next) => {
    appBridgeScript().then((script) => response.type("text/javascript").send(script), next);
  });
  application.use("/assets", express.static(fileURLToPath(new URL("./browser", import.meta.url))));
  application.use(controlApi(site), adminPages(site));

  const local = await listen(createServer(application), options.port);
  return { ...local, adminApi };
}
