import { z } from "zod";
import { numericId, orderGid } from "../globalIds.ts";
import type { GraphqlRequest, Operation } from "../graphqlRequest.ts";

/** An order as the Admin API has it. Ids are Shopify's numeric ones, instants ISO 8601 with their offset. */
export interface ShopOrder {
  orderId: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  currencyCode: string;
  lineItems: ShopOrderLine[];
}

export interface ShopOrderLine {
  lineItemId: string;
  productId: string | null;
  variantId: string | null;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  quantity: number;
  currentQuantity: number;
  /** Decimal string, of one piece, in the shop's currency. */
  price: string;
  attributes: { key: string; value: string | null }[];
}

const owner = z.object({ id: z.string() }).nullable();
const line = z.object({
  id: z.string(),
  product: owner,
  variant: owner,
  sku: z.string().nullable(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  quantity: z.number(),
  currentQuantity: z.number(),
  originalUnitPriceSet: z.object({ shopMoney: z.object({ amount: z.string() }) }),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
});
const lines = z.object({
  nodes: z.array(line),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const order = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  currencyCode: z.string(),
  lineItems: lines,
});

const LINE_FIELDS = `
  nodes {
    id
    product { id }
    variant { id }
    sku
    title
    variantTitle
    quantity
    currentQuantity
    originalUnitPriceSet { shopMoney { amount } }
    customAttributes { key value }
  }
  pageInfo { hasNextPage endCursor }`;

const answer = z.object({ nodes: z.array(order.nullable()) });
const moreAnswer = z.object({ order: z.object({ updatedAt: z.string(), lineItems: lines }).nullable() });

export const readOrdersOperation: Operation<z.output<typeof answer>, { ids: string[] }> = {
  name: "ReadOrders",
  document: `#graphql
    query ReadOrders($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on Order {
          id
          name
          createdAt
          updatedAt
          cancelledAt
          currencyCode
          lineItems(first: 50) { ${LINE_FIELDS} }
        }
      }
    }`,
  data: answer,
};

export const readOrderLinesOperation: Operation<
  z.output<typeof moreAnswer>,
  { id: string; after: string }
> = {
  name: "ReadOrderLines",
  document: `#graphql
    query ReadOrderLines($id: ID!, $after: String!) {
      order(id: $id) {
        updatedAt
        lineItems(first: 100, after: $after) { ${LINE_FIELDS} }
      }
    }`,
  data: moreAnswer,
};

/** How many orders one query reads, so that it stays far below the most that a query may cost. */
const ORDERS_A_QUERY = 10;

/** The orders with these ids; those that were deleted are left out, and so is one that changed while it was read. */
export async function readOrders(request: GraphqlRequest, orderIds: readonly string[]): Promise<ShopOrder[]> {
  const found: ShopOrder[] = [];
  for (let start = 0; start < orderIds.length; start += ORDERS_A_QUERY) {
    const ids = orderIds.slice(start, start + ORDERS_A_QUERY).map(orderGid);
    const { nodes } = await request(readOrdersOperation, { ids });
    for (const node of nodes) {
      const more = node && (await remainingLines(request, node));
      if (node && more) found.push(toShopOrder(node, [...node.lineItems.nodes, ...more]));
    }
  }
  return found;
}

/** Null where the order is no longer the one whose first lines were read: it comes again with its next version. */
async function remainingLines(
  request: GraphqlRequest,
  { id, updatedAt, lineItems }: z.output<typeof order>,
): Promise<z.output<typeof line>[] | null> {
  const more: z.output<typeof line>[] = [];
  let { pageInfo } = lineItems;
  while (pageInfo.hasNextPage && pageInfo.endCursor !== null) {
    const read = await request(readOrderLinesOperation, { id, after: pageInfo.endCursor });
    if (read.order?.updatedAt !== updatedAt) return null;
    more.push(...read.order.lineItems.nodes);
    pageInfo = read.order.lineItems.pageInfo;
  }
  return more;
}

function toShopOrder(node: z.output<typeof order>, allLines: z.output<typeof line>[]): ShopOrder {
  const { id, name, createdAt, updatedAt, cancelledAt, currencyCode } = node;
  const orderId = numericId(id);
  return { orderId, name, createdAt, updatedAt, cancelledAt, currencyCode, lineItems: allLines.map(toLine) };
}

function toLine(node: z.output<typeof line>): ShopOrderLine {
  const { id, product, variant, originalUnitPriceSet, customAttributes, ...fields } = node;
  return {
    ...fields,
    lineItemId: numericId(id),
    productId: product && numericId(product.id),
    variantId: variant && numericId(variant.id),
    price: originalUnitPriceSet.shopMoney.amount,
    attributes: customAttributes,
  };
}
