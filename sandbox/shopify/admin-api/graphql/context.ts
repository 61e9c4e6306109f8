import type { BulkOperations } from "../bulk-operations/bulkOperations.ts";
import type { BulkQuery } from "../bulk-operations/checkBulkQuery.ts";
import type { Shop } from "../../shop/shop.ts";

export interface MetafieldDefinition {
  /** The type part of the owner's global id, e.g. `Product`. */
  ownerType: string;
  /** As stored: `$app` is resolved. */
  namespace: string;
  key: string;
  type: string;
}

/** A function extension of the app, as its `shopify.extension.toml` describes it. */
export interface DeployedFunction {
  handle: string;
  title: string;
  apiVersion: string;
  /** E.g. `cart.validations.generate.run`. */
  targets: string[];
}

/** What resolving one request needs to know. */
export interface Context {
  shop: Shop;
  /** Origin of the storefront, where images live; no trailing slash. */
  storefrontUrl: string;
  definitions: readonly MetafieldDefinition[];
  functions: readonly DeployedFunction[];
  /** As in node.ts; handed on here because an object has metafields, and a metafield leads back to its object. */
  findByGlobalId: (gid: string) => unknown;
  bulk: {
    operations: BulkOperations;
    check(query: string): BulkQuery | { refusals: string[] };
  };
  /** Origin at which this API was called, where files can be downloaded too. */
  apiUrl: string;
  now: Date;
}
