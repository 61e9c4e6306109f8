import { z } from "zod";
import type { Order, OrderLineItem } from "../../shop/shop.ts";
import { impliedScopes } from "./accessScopes.ts";
import { connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { globalId } from "./globalId.ts";
import { imageModel } from "./images.ts";
import { metafieldFields } from "./metafields.ts";
import { type Model, unmodelled } from "./model.ts";
import { findProduct, findVariant, productModel, variantImage, variantModel } from "./products.ts";
import { parseSearch } from "./searchQuery.ts";

/** Days. `read_orders` alone shows this much; `read_all_orders` shows all. Source: shopify.dev, "Access scopes". */
const VISIBLE_DAYS = 60;

const listArguments = z.object({ query: z.string().nullish(), sortKey: z.string().nullish() });

export function orders(args: unknown, context: Context): Model {
  const { query, sortKey } = listArguments.parse(args);
  const matches = parseSearch(query);
  const items = visibleOrders(context).filter((order) =>
    matches({
      id: { number: order.id },
      name: { text: [order.name, order.name.replace("#", "")] },
      created_at: { instant: order.createdAt },
      processed_at: { instant: order.createdAt },
      updated_at: { instant: order.updatedAt },
      status: { text: ["any", order.cancelledAt ? "cancelled" : "open"] },
    }),
  );
  return connection(args, {
    type: "Order",
    items: items.toSorted(byOrderKey(sortKey ?? "PROCESSED_AT")),
    idOf: (order) => order.id,
    toModel: (order) => orderModel(order, context),
  });
}

export function findOrder(id: string, context: Context): Order | undefined {
  return visibleOrders(context).find((order) => order.id === id);
}

export function orderModel(order: Order, context: Context): Model {
  const id = globalId("Order", order.id);
  return {
    __typename: "Order",
    id,
    legacyResourceId: order.id,
    name: order.name,
    number: order.orderNumber,
    createdAt: order.createdAt,
    processedAt: order.createdAt,
    updatedAt: order.updatedAt,
    cancelledAt: order.cancelledAt,
    currencyCode: order.currencyCode,
    test: false,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    lineItems: (args: unknown) =>
      connection(args, {
        type: "LineItem",
        items: order.lineItems,
        idOf: (line) => line.id,
        toModel: (line) => lineItemModel(line, order, context),
      }),
    ...metafieldFields(id, context),
  };
}

export function lineItemModel(line: OrderLineItem, order: Order, context: Context): Model {
  const found = line.variantId ? findVariant(line.variantId, context) : undefined;
  const product = found?.product ?? (line.productId ? findProduct(line.productId, context) : undefined);
  const picture = (found && variantImage(found.product, found.variant)) ?? product?.images[0];
  return {
    __typename: "LineItem",
    id: globalId("LineItem", line.id),
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    customAttributes: line.properties.map(({ name, value }) => ({
      __typename: "Attribute",
      key: name,
      value,
    })),
    originalUnitPriceSet: moneyBag(line.price, order.currencyCode),
    image: picture ? imageModel(picture, context) : null,
    product: product ? () => productModel(product, context) : null,
    variant: found ? () => variantModel(found, context) : null,
  };
}

function visibleOrders(context: Context): Order[] {
  if (impliedScopes(context.shop.installation.scopes).includes("read_all_orders")) return context.shop.orders;
  const oldest = context.now.getTime() - VISIBLE_DAYS * 24 * 60 * 60 * 1000;
  return context.shop.orders.filter((order) => Date.parse(order.createdAt) >= oldest);
}

function moneyBag(amount: string, currencyCode: string): Model {
  const money = { __typename: "MoneyV2", amount, currencyCode };
  return { __typename: "MoneyBag", shopMoney: money, presentmentMoney: money };
}

function byOrderKey(sortKey: string): (one: Order, other: Order) => number {
  const byId = (one: Order, other: Order) => Number(BigInt(one.id) - BigInt(other.id));
  switch (sortKey) {
    case "ID":
      return byId;
    case "ORDER_NUMBER":
      return (one, other) => one.orderNumber - other.orderNumber;
    case "CREATED_AT":
    case "PROCESSED_AT":
      return (one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt) || byId(one, other);
    case "UPDATED_AT":
      return (one, other) => Date.parse(one.updatedAt) - Date.parse(other.updatedAt) || byId(one, other);
    default:
      throw unmodelled(`sorting orders by ${sortKey}`);
  }
}
