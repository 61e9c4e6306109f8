import { createServer } from "node:http";
import { join } from "node:path";
import express from "express";
import { type LocalServer, listen } from "../admin/localServer.ts";
import type { Shop } from "../shop/shop.ts";
import type { WebhookSender } from "../webhooks/createWebhookSender.ts";
import { ajaxCart } from "./cart/ajaxCart.ts";
import { Carts } from "./cart/carts.ts";
import { controlApi } from "./control/controlApi.ts";
import { sandboxPage } from "./control/sandboxPage.ts";
import { EXTENSION_ASSETS } from "./liquid/appBlocks.ts";
import { openTheme, THEME_ASSETS } from "./liquid/theme.ts";
import { checkoutPages } from "./pages/checkoutPages.ts";
import { notFoundPage, shopPages } from "./pages/shopPages.ts";
import type { Site } from "./site.ts";

const PROJECT = join(import.meta.dirname, "..", "..", "..");

export interface StorefrontOptions {
  /** 0 takes any free port. */
  port: number;
  shop: Shop;
  webhooks: WebhookSender;
  /** The theme app extension whose blocks are shown. */
  extensionDirectory: string;
  /** A folder in `themes`. */
  theme?: string;
}

/**
 * The stand-in for a Shopify shop's storefront: a theme with the app's block, cart, checkout, and the webhooks that
 * orders cause.
 * @throws Error naming the port when it is in use.
 */
export async function startStorefront(options: StorefrontOptions): Promise<LocalServer> {
  const { shop, webhooks, extensionDirectory } = options;
  const theme = await openTheme(join(import.meta.dirname, "themes", options.theme ?? "default"), shop);
  const site: Site = { shop, webhooks, extensionDirectory, theme, carts: new Carts() };

  const application = express();
  application.disable("x-powered-by");
  application.use("/cdn/products", express.static(join(import.meta.dirname, "..", "shop", "pictures")));
  application.use("/cdn/fonts", express.static(join(PROJECT, "node_modules", "@expo-google-fonts", "inter")));
  application.use(THEME_ASSETS, express.static(join(theme.directory, "assets")));
  application.use(EXTENSION_ASSETS, express.static(join(extensionDirectory, "assets")));
  application.use(controlApi(site), sandboxPage(site));
  application.use(ajaxCart(site), shopPages(site), checkoutPages(site), notFoundPage(site));
  return listen(createServer(application), options.port);
}
