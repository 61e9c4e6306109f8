import express, { type RequestHandler, type Router } from "express";
import type { Shop } from "../shop/shop.ts";
import { BulkOperations } from "./bulk-operations/bulkOperations.ts";
import { checkBulkQuery } from "./bulk-operations/checkBulkQuery.ts";
import { runBulkQuery } from "./bulk-operations/runBulkQuery.ts";
import { CallLog } from "./calls.ts";
import { Faults } from "./faults.ts";
import { adminSchema } from "./graphql/adminSchema.ts";
import type { Context, DeployedFunction, MetafieldDefinition } from "./graphql/context.ts";
import { graphqlEndpoint } from "./graphql/endpoint.ts";
import { findByGlobalId } from "./graphql/node.ts";
import { Throttle } from "./graphql/throttle.ts";
import { AccessTokens } from "./oauth/accessTokens.ts";
import { tokenEndpoint } from "./oauth/tokenEndpoint.ts";

interface AdminApiOptions {
  shop: Shop;
  /** Origin of the storefront, where images live. */
  storefrontUrl: string;
  /** Introspection of Shopify's Admin schema. */
  schemaFile: string;
  /** The metafields that the app's configuration declares. */
  definitions?: readonly MetafieldDefinition[] | undefined;
  /** The functions among the app's extensions. */
  functions?: readonly DeployedFunction[] | undefined;
  accessTokenLifetimeSeconds?: number | undefined;
}

/** What `https://{shop}.myshopify.com/admin` answers apps: access tokens and GraphQL. */
export interface AdminApi {
  shop: Shop;
  tokens: AccessTokens;
  throttle: Throttle;
  calls: CallLog;
  faults: Faults;
  bulk: BulkOperations;
  /** @param apiUrl origin at which the API was called */
  context: (apiUrl: string) => Context;
  router: Router;
}

export async function createAdminApi(options: AdminApiOptions): Promise<AdminApi> {
  const schema = await adminSchema(options.schemaFile);
  const faults = new Faults();
  const router = express.Router();
  const context = (apiUrl: string): Context => {
    const made: Context = {
      shop: options.shop,
      storefrontUrl: options.storefrontUrl,
      definitions: options.definitions ?? [],
      functions: options.functions ?? [],
      findByGlobalId: (gid) => findByGlobalId(gid, made),
      bulk: { operations: bulk, check: (query) => checkBulkQuery(schema, query) },
      apiUrl,
      now: new Date(),
    };
    return made;
  };
  const bulk = new BulkOperations((query, groupObjects) =>
    runBulkQuery(schema, context(""), query, groupObjects),
  );
  const api: AdminApi = {
    shop: options.shop,
    tokens: new AccessTokens(options.accessTokenLifetimeSeconds),
    throttle: new Throttle(),
    calls: new CallLog(),
    faults,
    bulk,
    context,
    router,
  };
  router.use("/admin/oauth", faults.middleware("token"));
  router.use("/admin/api", faults.middleware("graphql"));
  router.use(tokenEndpoint(options.shop, api.tokens), graphqlEndpoint(api, schema));
  return api;
}

/**
 * Serves `*.myshopify.com`: each request goes to the shop it was meant for, any other shop is unknown.
 * Requests to other hosts pass.
 */
export function shopHosts(apis: readonly AdminApi[]): RequestHandler {
  return (request, response, next) => {
    const host = (request.get("x-forwarded-host") ?? request.get("host") ?? "").toLowerCase();
    if (!host.endsWith(".myshopify.com")) {
      next();
      return;
    }
    const api = apis.find(({ shop }) => shop.domain === host);
    const notFound = () => {
      response.status(404).json({ errors: "Not Found" });
    };
    if (!api) {
      notFound();
      return;
    }
    api.router(request, response, notFound);
  };
}
