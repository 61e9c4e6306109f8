import { GraphQLError } from "graphql";
import { z } from "zod";
import type { Model } from "./model.ts";

/** Source: shopify.dev, "Pagination": at most 250 objects a page. */
const LARGEST_PAGE = 250;

const page = z.object({
  first: optional(z.number()),
  after: z.string().nullish(),
  last: optional(z.number()),
  before: z.string().nullish(),
  reverse: z.boolean().nullish(),
  /** No argument of Shopify's: set where a query runs in bulk, which reads every connection to its end. */
  everything: z.boolean().default(false),
});

/** GraphQL takes null for an argument that is not given. */
function optional<Value>(schema: z.ZodType<Value>) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const cursorContent = z.object({ last_id: z.string() });

interface Paged<Item> {
  /** The GraphQL type of the nodes, e.g. `Product`. */
  type: string;
  /** All items, in the order asked for. */
  items: readonly Item[];
  idOf: (item: Item) => string;
  toModel: (item: Item) => Model;
}

/**
 * One page of a connection, as Relay and Shopify define it.
 * @throws GraphQLError when neither or both of first and last are given, a page is too large, or a cursor is
 * not from this list.
 */
export function connection<Item>(args: unknown, { type, items, idOf, toModel }: Paged<Item>): Model {
  const { first, after, last, before, reverse, everything } = page.parse(args);
  if (!everything) checkPageSize(first, last);
  const ordered = reverse ? items.toReversed() : items;
  const from = after ? positionOf(after, ordered, idOf) + 1 : 0;
  const to = before ? positionOf(before, ordered, idOf) : ordered.length;
  const range = ordered.slice(from, to);
  const taken = last === undefined ? range.slice(0, first) : range.slice(-last);
  const start = last === undefined ? from : to - taken.length;
  const edges = taken.map((item) => ({
    __typename: `${type}Edge`,
    cursor: cursorOf(idOf(item)),
    node: toModel(item),
  }));
  return {
    __typename: `${type}Connection`,
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      __typename: "PageInfo",
      hasNextPage: start + taken.length < ordered.length,
      hasPreviousPage: start > 0,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function checkPageSize(first: number | undefined, last: number | undefined): void {
  const size = first ?? last;
  if (size === undefined) throw badRequest("you must provide one of first or last");
  if (first !== undefined && last !== undefined)
    throw badRequest("providing both first and last is not supported");
  if (size < 1 || size > LARGEST_PAGE) {
    throw badRequest(`first and last must be between 1 and ${LARGEST_PAGE}, not ${size}`);
  }
}

function cursorOf(id: string): string {
  return Buffer.from(JSON.stringify({ last_id: id })).toString("base64");
}

function positionOf<Item>(cursor: string, items: readonly Item[], idOf: (item: Item) => string): number {
  const id = idInCursor(cursor);
  const position = items.findIndex((item) => idOf(item) === id);
  if (position < 0) throw badRequest("Invalid cursor for current pagination sort.");
  return position;
}

function idInCursor(cursor: string): string | undefined {
  try {
    return cursorContent.parse(JSON.parse(Buffer.from(cursor, "base64").toString())).last_id;
  } catch {
    return undefined;
  }
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}
