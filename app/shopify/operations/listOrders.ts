import { z } from "zod";
import { numericId } from "../globalIds.ts";
import type { GraphqlRequest, Operation } from "../graphqlRequest.ts";

/** An order in the shop's list: enough to tell whether it is known. The id is Shopify's numeric one. */
export interface ListedOrder {
  orderId: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface OrdersPage {
  /** Those that changed longest ago first. */
  orders: ListedOrder[];
  /** Where the next page begins; null after the last. */
  nextCursor: string | null;
}

const answer = z.object({
  orders: z.object({
    nodes: z.array(z.object({ id: z.string(), createdAt: z.coerce.date(), updatedAt: z.coerce.date() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/** 250 are the most of a page: https://shopify.dev/docs/api/usage/pagination-graphql */
export const listOrdersOperation: Operation<
  z.output<typeof answer>,
  { query: string; after: string | null }
> = {
  name: "ListOrders",
  document: `#graphql
    query ListOrders($query: String!, $after: String) {
      orders(first: 250, query: $query, after: $after, sortKey: UPDATED_AT) {
        nodes { id createdAt updatedAt }
        pageInfo { hasNextPage endCursor }
      }
    }`,
  data: answer,
};

/** One page of the orders that changed since then, those included that were cancelled or archived. */
export async function listOrders(
  request: GraphqlRequest,
  { updatedFrom, after }: { updatedFrom: Date; after: string | null },
): Promise<OrdersPage> {
  const query = `status:any updated_at:>='${updatedFrom.toISOString()}'`;
  const { orders } = await request(listOrdersOperation, { query, after });
  return {
    orders: orders.nodes.map(({ id, ...times }) => ({ orderId: numericId(id), ...times })),
    nextCursor: orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null,
  };
}
