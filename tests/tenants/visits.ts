import { createHmac, randomUUID } from "node:crypto";
import { DOWNLOAD_PATH } from "../../app/http/answerDownloads.ts";
import type { FilledShop } from "./fillShop.ts";

/** A request that a merchant of one shop makes, or that is made in its name, about what belongs to another. */
export interface Visit {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  form?: Record<string, string>;
  body?: string;
  headers?: Record<string, string>;
  /** What may be answered. */
  allowed: number[];
}

const NOT_THERE = [404];
const NOT_POSSIBLE = [404, 409];
const OWN = [200, 204, 302];

/** How Remix asks a route for its data alone. */
const data = (path: string, route: string): string =>
  `${path}${path.includes("?") ? "&" : "?"}_data=${encodeURIComponent(`routes/${route}`)}`;

/** For every file of app/routes and every address of webhooks, what the visitor tries there with the other's ids. */
export function visitsOf(visitor: FilledShop, other: FilledShop, secret: string): Record<string, Visit[]> {
  const orderRoute = "app.orders.$orderId._index";
  const intents: Record<string, string>[] = [
    { intent: "make_again", id: other.taskId },
    { intent: "retry_line", id: other.lineItemId },
    { intent: "retry_order", id: other.orderId },
    { intent: "enter_design", id: other.lineItemId, customInfoId: "123456789012345679" },
  ];
  const post = (path: string, form: Record<string, string>, allowed: number[]): Visit => ({
    method: "POST",
    path,
    form,
    allowed,
  });
  const get = (path: string, allowed: number[]): Visit => ({ method: "GET", path, allowed });
  const webhook = (path: string, topic: string, payload: unknown): Visit =>
    signed(path, topic, visitor.domain, JSON.stringify(payload), secret);
  const order = orderPayload(other);
  const redaction = (shopDomain: string) => ({
    shop_domain: shopDomain,
    orders_to_redact: [other.platformOrderId],
  });

  return {
    "_index.tsx": [get("/", [200, 302])],
    "auth.$.tsx": [],
    "auth.login.ts": [],
    "app.tsx": [get(data("/app", "app"), OWN)],
    "app._index.tsx": [
      get(data("/app?index", "app._index"), OWN),
      post(data("/app?index", "app._index"), {}, OWN),
    ],
    "app.$.tsx": [get(data(`/app/${other.orderId}`, "app.$"), NOT_THERE)],
    "app.connect.ts": [
      post(data("/app/connect", "app.connect"), { apiKey: "wrong", storeId: "42" }, [422]),
      { method: "DELETE", path: data("/app/connect", "app.connect"), allowed: OWN },
    ],
    "app.designs.$lineItemId.ts": [
      get(data(`/app/designs/${other.lineItemId}`, "app.designs.$lineItemId"), [200, 404]),
    ],
    "app.orders._index.tsx": [
      get(data(`/app/orders?index&search=${other.mark}`, "app.orders._index"), OWN),
      post(data("/app/orders?index", "app.orders._index"), {}, OWN),
    ],
    [`${orderRoute}.tsx`]: [
      get(data(`/app/orders/${other.orderId}`, orderRoute), NOT_THERE),
      ...[other.orderId, visitor.orderId].flatMap((orderId) =>
        intents.map((form) => post(data(`/app/orders/${orderId}?index`, orderRoute), form, NOT_POSSIBLE)),
      ),
    ],
    [DOWNLOAD_PATH]: [other.orderId, visitor.orderId].map((orderId) =>
      get(`/app/orders/${orderId}/files/${other.fileId}`, NOT_THERE),
    ),
    "app.data-requests.$requestId.ts": [
      get(`/app/data-requests/${other.dataRequestId}`, NOT_THERE),
      post(data(`/app/data-requests/${other.dataRequestId}`, "app.data-requests.$requestId"), {}, OWN),
    ],
    "app.settings.tsx": [
      get(data("/app/settings", "app.settings"), OWN),
      post(data("/app/settings", "app.settings"), {}, [200, 204, 302, 400, 422]),
      {
        method: "PUT",
        path: data("/app/settings", "app.settings"),
        form: { protection: "off" },
        allowed: [200, 422],
      },
    ],
    "app.skus.tsx": [
      get(data(`/app/skus?search=${other.mark}`, "app.skus"), OWN),
      post(data("/app/skus", "app.skus"), {}, OWN),
    ],
    "/webhooks/app/scopes_update": [
      webhook("/webhooks/app/scopes_update", "app/scopes_update", { current: [], shop: other.domain }),
    ],
    "/webhooks/app/uninstalled": [
      refused(webhook("/webhooks/app/uninstalled", "app/uninstalled", { myshopify_domain: other.domain })),
      webhook("/webhooks/app/uninstalled", "app/uninstalled", {
        domain: other.domain,
        myshopify_domain: visitor.domain,
      }),
    ],
    "/webhooks/compliance": [
      refused(webhook("/webhooks/compliance", "customers/redact", redaction(other.domain))),
      refused(webhook("/webhooks/compliance", "shop/redact", { shop_domain: other.domain })),
      webhook("/webhooks/compliance", "customers/redact", redaction(visitor.domain)),
      webhook("/webhooks/compliance", "shop/redact", { shop_domain: visitor.domain, shop: other.domain }),
    ],
    "/webhooks/customeow/": [
      {
        method: "POST",
        path: `/webhooks/customeow/${visitor.webhookToken}`,
        body: JSON.stringify({
          id: randomUUID(),
          event: "order.completedCustomInfo",
          payload: { platformOrderId: other.platformOrderId, lineltems: [] },
        }),
        allowed: [200, 404],
      },
    ],
    "/webhooks/orders/create": [webhook("/webhooks/orders/create", "orders/create", order)],
    "/webhooks/orders/updated": [webhook("/webhooks/orders/updated", "orders/updated", order)],
    "/webhooks/orders/cancelled": [webhook("/webhooks/orders/cancelled", "orders/cancelled", order)],
  };
}

/** Nothing of it is kept. */
const refused = (visit: Visit): Visit => ({ ...visit, allowed: [400] });

/** The other shop's order, cancelled, as if it were the visitor's. */
function orderPayload(other: FilledShop): Record<string, unknown> {
  const now = new Date().toISOString();
  return {
    id: Number(other.platformOrderId),
    name: "#1",
    created_at: now,
    updated_at: now,
    cancelled_at: now,
    currency: "USD",
    line_items: [],
  };
}

function signed(path: string, topic: string, shopDomain: string, body: string, secret: string): Visit {
  return {
    method: "POST",
    path,
    body,
    allowed: [200],
    headers: {
      "content-type": "application/json",
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": shopDomain,
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-api-version": "2026-10",
      "x-shopify-triggered-at": new Date().toISOString(),
    },
  };
}
