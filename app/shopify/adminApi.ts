import type { GraphqlRequest } from "./graphqlRequest.ts";
import {
  type CheckoutValidation,
  readCheckoutValidation,
  saveCheckoutValidation,
} from "./operations/checkoutValidation.ts";
import { type AppInstallation, appInstallationIfAny } from "./operations/appInstallation.ts";
import { lineItemImages, type LineItemProduct } from "./operations/lineItemImages.ts";
import { listOrders, type OrdersPage } from "./operations/listOrders.ts";
import { readOrders, type ShopOrder } from "./operations/readOrders.ts";
import {
  type ProductVariants,
  publishConnection,
  publishProductVariants,
  type StorefrontConnection,
  type UnpublishedProduct,
} from "./operations/storefrontMetafields.ts";
import type { ShopVariant } from "./operations/shopVariant.ts";
import {
  exportedVariants,
  type ExportStart,
  type ExportState,
  findVariantExport,
  lookAtVariantExport,
  startVariantExport,
} from "./operations/variantExport.ts";
import { variantsBySku } from "./operations/variantsBySku.ts";

/** What the app asks of, and tells, one shop. Errors: see graphqlRequest.ts. */
export interface AdminApi {
  variantsBySku(skus: readonly string[]): Promise<ShopVariant[]>;
  /** Has Shopify export all variants. @param mark by which the export can be found should its answer be lost */
  startVariantExport(mark: string): Promise<ExportStart>;
  findVariantExport(mark: string): Promise<string | null>;
  lookAtVariantExport(exportId: string): Promise<ExportState>;
  exportedVariants(url: string): AsyncIterable<ShopVariant>;
  /** Null where the app has no access to the shop any more. */
  appInstallation(): Promise<AppInstallation | null>;
  /** In the lines' order; null where there is no picture. */
  lineItemImages(lines: readonly LineItemProduct[]): Promise<(string | null)[]>;
  /** One page of the orders that changed since then, in the order in which they did. */
  listOrders(from: { updatedFrom: Date; after: string | null }): Promise<OrdersPage>;
  /** Those that were deleted are left out, and one that changes while it is read. */
  readOrders(orderIds: readonly string[]): Promise<ShopOrder[]>;
  publishConnection(connection: StorefrontConnection | null): Promise<void>;
  /** @returns the products that could not be told. */
  publishProductVariants(products: ProductVariants[]): Promise<UnpublishedProduct[]>;
  /** Null where the shop has no rule of the app at its checkout. */
  readCheckoutValidation(): Promise<CheckoutValidation | null>;
  saveCheckoutValidation(wanted: CheckoutValidation): Promise<void>;
}

export function createAdminApi(request: GraphqlRequest): AdminApi {
  return {
    variantsBySku: (skus) => variantsBySku(request, skus),
    startVariantExport: (mark) => startVariantExport(request, mark),
    findVariantExport: (mark) => findVariantExport(request, mark),
    lookAtVariantExport: (exportId) => lookAtVariantExport(request, exportId),
    exportedVariants,
    appInstallation: () => appInstallationIfAny(request),
    lineItemImages: (lines) => lineItemImages(request, lines),
    listOrders: (from) => listOrders(request, from),
    readOrders: (orderIds) => readOrders(request, orderIds),
    publishConnection: (connection) => publishConnection(request, connection),
    publishProductVariants: (products) => publishProductVariants(request, products),
    readCheckoutValidation: () => readCheckoutValidation(request),
    saveCheckoutValidation: (wanted) => saveCheckoutValidation(request, wanted),
  };
}
