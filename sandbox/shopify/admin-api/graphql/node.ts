import { bulkOperationModel } from "../bulk-operations/bulkOperationModel.ts";
import { requireScope, scopeToRead } from "./accessScopes.ts";
import type { Context } from "./context.ts";
import { globalId, parseGlobalId } from "./globalId.ts";
import { appInstallationModel, shopModel } from "./installation.ts";
import { metafieldModel } from "./metafields.ts";
import { type Model, unmodelled } from "./model.ts";
import { findOrder, lineItemModel, orderModel } from "./orders.ts";
import { findProduct, findVariant, productModel, variantModel } from "./products.ts";
import { findValidation, validationModel } from "./validations.ts";

/**
 * The object with a global id, or null when there is none.
 * @throws GraphQLError for types that are not modelled, and when the scope to read one is missing.
 */
export function findByGlobalId(gid: string, context: Context): Model | null {
  const parsed = parseGlobalId(gid);
  if (!parsed) return null;
  const scope = scopeToRead(parsed.type);
  if (scope) requireScope(context.shop.installation.scopes, scope, "node");
  return findByType(parsed.type, parsed.id, context);
}

function findByType(type: string, id: string, context: Context): Model | null {
  const { shop } = context;
  switch (type) {
    case "Product": {
      const product = findProduct(id, context);
      return product ? productModel(product, context) : null;
    }
    case "ProductVariant": {
      const found = findVariant(id, context);
      return found ? variantModel(found, context) : null;
    }
    case "Order": {
      const order = findOrder(id, context);
      return order ? orderModel(order, context) : null;
    }
    case "LineItem": {
      const order = shop.orders.find(({ lineItems }) => lineItems.some((line) => line.id === id));
      const line = order?.lineItems.find((one) => one.id === id);
      return order && line ? lineItemModel(line, order, context) : null;
    }
    case "Validation": {
      const validation = findValidation(id, context);
      return validation ? validationModel(validation, context) : null;
    }
    case "BulkOperation": {
      const operation = context.bulk.operations.find(globalId(type, id));
      return operation ? bulkOperationModel(operation, context) : null;
    }
    case "Metafield": {
      const metafield = shop.metafields.find((one) => one.id === id);
      return metafield ? metafieldModel(metafield, context) : null;
    }
    case "AppInstallation":
      return globalId(type, id) === globalId(type, shop.installation.id)
        ? appInstallationModel(context)
        : null;
    case "Shop":
      return id === shop.id ? shopModel(context) : null;
    default:
      throw unmodelled(`node(id: "gid://shopify/${type}/…")`);
  }
}
