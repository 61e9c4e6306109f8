import type { AdminApi } from "../admin-api/adminApi.ts";
import type { Shop } from "../shop/shop.ts";
import type { SendWebhook } from "./installation.ts";

/** What the admin's pages are made from. */
export interface AdminSite {
  shop: Shop;
  api: AdminApi;
  storefrontUrl: string;
  /** The app's public address, which the admin embeds. */
  appProxyUrl: string;
  extensionDirectory: string;
  sendWebhook: SendWebhook;
  webhookDeliveries: (() => unknown) | undefined;
}
