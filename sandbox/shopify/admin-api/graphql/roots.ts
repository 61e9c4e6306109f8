import { z } from "zod";
import {
  bulkOperation,
  bulkOperationCancel,
  bulkOperationRunQuery,
  bulkOperations,
  currentBulkOperation,
} from "../bulk-operations/fields.ts";
import type { Context } from "./context.ts";
import { globalId } from "./globalId.ts";
import { appInstallationModel, shopModel } from "./installation.ts";
import { metafieldsDelete } from "./metafieldsDelete.ts";
import { metafieldsSet } from "./metafieldsSet.ts";
import type { Model } from "./model.ts";
import { findByGlobalId } from "./node.ts";
import { orders } from "./orders.ts";
import { products, productVariants } from "./products.ts";
import { validationCreate, validationUpdate } from "./validationChanges.ts";
import { validations } from "./validations.ts";

const byId = z.object({ id: z.string() });
const byIds = z.object({ ids: z.array(z.string()).max(250) });
const byOptionalId = z.object({ id: z.string().nullish() });

/** The modelled fields of the schema's roots: what queries and mutations start from. */
export function rootFields(context: Context, operation: "query" | "mutation" | "subscription"): Model {
  return operation === "mutation" ? mutationFields(context) : queryFields(context);
}

function queryFields(context: Context): Model {
  return {
    __typename: "QueryRoot",
    shop: () => shopModel(context),
    currentAppInstallation: () => appInstallationModel(context),
    appInstallation: (args: unknown) => {
      const { id } = byOptionalId.parse(args);
      return id ? ofType("AppInstallation", id, context) : appInstallationModel(context);
    },
    product: (args: unknown) => ofType("Product", byId.parse(args).id, context),
    productVariant: (args: unknown) => ofType("ProductVariant", byId.parse(args).id, context),
    order: (args: unknown) => ofType("Order", byId.parse(args).id, context),
    products: (args: unknown) => products(args, context),
    productVariants: (args: unknown) => productVariants(args, context),
    orders: (args: unknown) => orders(args, context),
    validation: (args: unknown) => ofType("Validation", byId.parse(args).id, context),
    validations: (args: unknown) => validations(args, context),
    productsCount: () => ({ __typename: "Count", count: context.shop.products.length, precision: "EXACT" }),
    bulkOperation: (args: unknown) => bulkOperation(args, context),
    bulkOperations: (args: unknown) => bulkOperations(args, context),
    currentBulkOperation: (args: unknown) => currentBulkOperation(args, context),
    node: (args: unknown) => findByGlobalId(byId.parse(args).id, context),
    nodes: (args: unknown) => byIds.parse(args).ids.map((id) => findByGlobalId(id, context)),
  };
}

function mutationFields(context: Context): Model {
  return {
    __typename: "Mutation",
    metafieldsSet: (args: unknown) => metafieldsSet(args, context),
    metafieldsDelete: (args: unknown) => metafieldsDelete(args, context),
    bulkOperationRunQuery: (args: unknown) => bulkOperationRunQuery(args, context),
    bulkOperationCancel: (args: unknown) => bulkOperationCancel(args, context),
    validationCreate: (args: unknown) => validationCreate(args, context),
    validationUpdate: (args: unknown) => validationUpdate(args, context),
  };
}

/** Shopify takes the id of another type for one that does not exist. */
function ofType(type: string, gid: string, context: Context): Model | null {
  return gid.startsWith(globalId(type, "")) ? findByGlobalId(gid, context) : null;
}
