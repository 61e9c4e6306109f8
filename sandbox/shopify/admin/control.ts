import express, { type Response, type Router } from "express";
import { z } from "zod";
import { statusOf } from "../admin-api/bulk-operations/bulkOperations.ts";
import { faultRequest } from "../admin-api/faults.ts";
import { createSessionToken } from "../admin-api/oauth/sessionToken.ts";
import type { AdminSite } from "./adminSite.ts";
import { changeScopes, install, sendCompliance, uninstall } from "./installation.ts";

const complianceRequest = z.object({
  topic: z.enum(["customers/data_request", "customers/redact", "shop/redact"]),
  orders: z.array(z.string()).default([]),
});
const scopesRequest = z.object({ scopes: z.array(z.string()) });
const tokensRequest = z.object({
  expire: z.boolean().optional(),
  revoke: z.boolean().optional(),
  lifetimeSeconds: z.number().int().positive().optional(),
});
const bulkRequest = z.object({
  milliseconds: z.number().int().nonnegative().optional(),
  concurrent: z.number().int().nonnegative().optional(),
  urlLifetimeSeconds: z.number().int().positive().optional(),
  ends: z.array(z.enum(["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT", "CANCELED"])).default([]),
  expireUrls: z.boolean().default(false),
});

/** The HTTP control API of the admin: what it received, and faults. Documented in README.md. */
export function controlApi(site: AdminSite): Router {
  const router = express.Router();
  const { api, shop, sendWebhook } = site;
  router.use("/sandbox", express.json());

  router.get("/sandbox/state", (_request, response) => {
    response.json(state(site));
  });
  router.post("/sandbox/session-token", (_request, response, next) => {
    createSessionToken(shop)
      .then((token) => response.json({ token }))
      .catch(next);
  });
  router.post("/sandbox/uninstall", (_request, response, next) => {
    uninstall(api, sendWebhook).then(() => response.json({ installed: false }), next);
  });
  router.post("/sandbox/install", (_request, response) => {
    install(shop);
    response.json({ installed: true });
  });
  router.post("/sandbox/compliance", (request, response, next) => {
    const asked = complianceRequest.safeParse(request.body);
    if (!asked.success) refuse(response, asked.error);
    else
      sendCompliance(shop, asked.data.topic, asked.data.orders, sendWebhook).then(
        () => response.json({}),
        next,
      );
  });
  router.post("/sandbox/scopes", (request, response, next) => {
    const asked = scopesRequest.safeParse(request.body);
    if (!asked.success) refuse(response, asked.error);
    else changeScopes(shop, asked.data.scopes, sendWebhook).then(() => response.json(asked.data), next);
  });
  router.post("/sandbox/tokens", (request, response) => {
    const asked = tokensRequest.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    if (asked.data.lifetimeSeconds) api.tokens.offlineLifetime = asked.data.lifetimeSeconds;
    if (asked.data.expire) api.tokens.expireAccessTokens();
    if (asked.data.revoke) api.tokens.revokeAll();
    response.json({});
  });
  router.post("/sandbox/faults", (request, response) => {
    const asked = faultRequest.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    api.faults.arm(asked.data);
    response.json({ faults: api.faults.list() });
  });
  router.delete("/sandbox/faults", (_request, response) => {
    api.faults.clear();
    response.json({ faults: [] });
  });
  router.post("/sandbox/bulk-operations", (request, response) => {
    const asked = bulkRequest.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    const { ends, expireUrls, ...settings } = asked.data;
    Object.assign(api.bulk.settings, settings);
    api.bulk.arm(...ends);
    if (expireUrls) api.bulk.expireUrls();
    response.json({ settings: api.bulk.settings });
  });
  return router;
}

/** Everything the admin side can tell, and never a token. */
function state({ api, shop, webhookDeliveries }: AdminSite) {
  return {
    shop: shop.domain,
    installation: shop.installation,
    placedBlocks: shop.placedBlocks,
    metafields: shop.metafields,
    tokens: { issued: api.tokens.issued, refreshed: api.tokens.refreshed },
    throttle: api.throttle.status(),
    faults: api.faults.list(),
    calls: { total: api.calls.total, throttled: api.calls.throttled, latest: api.calls.list() },
    bulkOperations: api.bulk.list().map((operation) => ({
      id: operation.id,
      status: statusOf(operation, new Date()),
      query: operation.query,
      createdAt: operation.createdAt,
      errors: operation.result !== null && "errors" in operation.result ? operation.result.errors : [],
    })),
    webhooks: webhookDeliveries?.() ?? [],
  };
}

function refuse(response: Response, error: z.ZodError): void {
  response.status(400).json({ error: z.prettifyError(error) });
}
