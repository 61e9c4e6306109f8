import type { Request, Response } from "express";
import type { Shop } from "../shop/shop.ts";
import type { WebhookSender } from "../webhooks/createWebhookSender.ts";
import type { Cart, Carts } from "./cart/carts.ts";
import type { StorefrontSettings } from "./control/storefrontSettings.ts";
import type { Theme } from "./liquid/theme.ts";
import type { ValidateCart } from "./validation/validateCart.ts";

/** What the storefront's pages are made from. */
export interface Site {
  shop: Shop;
  carts: Carts;
  /** By name. */
  themes: ReadonlyMap<string, Theme>;
  settings: StorefrontSettings;
  webhooks: WebhookSender;
  extensionDirectory: string;
  /** What the validation functions of apps say about a cart. */
  validateCart: ValidateCart;
}

/** Carts that a request was the first to need: its cookie does not name them yet. */
const newCarts = new WeakMap<Request, Cart>();

/** The visitor's cart, which a cookie remembers as Shopify's does. */
export function visitorsCart({ carts }: Site, request: Request, response: Response): Cart {
  const known = newCarts.get(request) ?? carts.known(cookieOf(request, "cart"));
  if (known) return known;
  const cart = carts.create();
  newCarts.set(request, cart);
  response.cookie("cart", cart.token, { path: "/", sameSite: "lax", maxAge: 14 * 86_400_000 });
  return cart;
}

/** Words of letters, digits and dashes; anything else in a cookie is not ours. */
export function cookieOf(request: Request, name: string): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(/;\s*/).map((cookie) => cookie.split("="));
  const value = cookies.find(([known]) => known === name)?.[1];
  return value !== undefined && /^[\w-]+$/.test(value) ? value : undefined;
}
