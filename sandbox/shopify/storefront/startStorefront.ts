import { createServer } from "node:http";
import { join } from "node:path";
import express from "express";
import { type LocalServer, listen } from "../admin/localServer.ts";
import type { Shop } from "../shop/shop.ts";
import type { WebhookSender } from "../webhooks/createWebhookSender.ts";
import { ACTIONS_API, actionsApi } from "./actions/actionsApi.ts";
import { ajaxCart } from "./cart/ajaxCart.ts";
import { Carts } from "./cart/carts.ts";
import { controlApi } from "./control/controlApi.ts";
import { sandboxPage } from "./control/sandboxPage.ts";
import type { StorefrontSettings } from "./control/storefrontSettings.ts";
import { misbehave } from "./faults/addToCartFault.ts";
import { withoutLanguage } from "./language/language.ts";
import { EXTENSION_ASSETS } from "./liquid/appBlocks.ts";
import { openTheme, type Theme, themeAssets } from "./liquid/theme.ts";
import { buyNow } from "./pages/buyNow.ts";
import { checkoutPages } from "./pages/checkoutPages.ts";
import { PLATFORM_ASSETS } from "./pages/contentForHeader.ts";
import { notFoundPage, shopPages } from "./pages/shopPages.ts";
import type { Site } from "./site.ts";
import { functionExtension } from "./validation/functionExtension.ts";
import type { ValidateCart } from "./validation/validateCart.ts";

const PROJECT = join(import.meta.dirname, "..", "..", "..");

/** The folders of `themes` that are themes. */
const THEMES = ["default", "plain", "sections"];

export interface StorefrontOptions {
  /** 0 takes any free port. */
  port: number;
  shop: Shop;
  webhooks: WebhookSender;
  /** The theme app extension whose blocks are shown. */
  extensionDirectory: string;
  /** What visitors see who have not chosen a theme. */
  theme?: string;
  /** What judges the carts: the function in `extensions/checkout-validation`, unless another is given. */
  validateCart?: ValidateCart;
}

/**
 * The stand-in for a Shopify shop's storefront: themes with the app's block, cart, checkout, and the webhooks that
 * orders cause.
 * @throws Error naming the port when it is in use.
 */
export async function startStorefront(options: StorefrontOptions): Promise<LocalServer> {
  const { shop, webhooks, extensionDirectory, theme = "default" } = options;
  const themes = THEMES.map((name) => openTheme(name, shop));
  const validationExtension = join(PROJECT, "extensions", "checkout-validation");
  const site: Site = {
    shop,
    webhooks,
    extensionDirectory,
    themes: new Map(themes.map((one) => [one.name, one])),
    settings: { theme, addToCart: null, validation: true } satisfies StorefrontSettings,
    carts: new Carts(),
    validateCart: options.validateCart ?? functionExtension(validationExtension),
  };

  const application = express();
  application.disable("x-powered-by");
  application.use((request, _response, next) => {
    request.url = withoutLanguage(request.url, shop.locale);
    next();
  });
  serveAssets(application, themes, extensionDirectory);
  application.use(controlApi(site), sandboxPage(site));
  application.use(["/cart/add", "/cart/add.js", "/cart/add.json", ACTIONS_API], misbehave(site));
  application.use(ajaxCart(site), actionsApi(site), buyNow(site));
  application.use(shopPages(site), checkoutPages(site), notFoundPage(site));
  return listen(createServer(application), options.port);
}

function serveAssets(application: express.Express, themes: Theme[], extensionDirectory: string): void {
  application.use("/cdn/products", express.static(join(import.meta.dirname, "..", "shop", "pictures")));
  application.use("/cdn/fonts", express.static(join(PROJECT, "node_modules", "@expo-google-fonts", "inter")));
  application.use(PLATFORM_ASSETS, express.static(join(import.meta.dirname, "themes", "platform")));
  application.use(EXTENSION_ASSETS, express.static(join(extensionDirectory, "assets")));
  for (const { name, assetDirectories } of themes)
    for (const directory of assetDirectories) application.use(themeAssets(name), express.static(directory));
}
