import type { Request, Response } from "express";
import type { Shop } from "../shop/shop.ts";
import type { WebhookSender } from "../webhooks/createWebhookSender.ts";
import type { Cart, Carts } from "./cart/carts.ts";
import type { Theme } from "./liquid/theme.ts";

/** What the storefront's pages are made from. */
export interface Site {
  shop: Shop;
  carts: Carts;
  theme: Theme;
  webhooks: WebhookSender;
  extensionDirectory: string;
}

/** The visitor's cart, which a cookie remembers as Shopify's does. */
export function visitorsCart({ carts }: Site, request: Request, response: Response): Cart {
  const token = /(?:^|;\s*)cart=([0-9a-f]{32})/.exec(request.headers.cookie ?? "")?.[1];
  const cart = carts.find(token);
  if (cart.token !== token)
    response.cookie("cart", cart.token, { path: "/", sameSite: "lax", maxAge: 14 * 86_400_000 });
  return cart;
}
