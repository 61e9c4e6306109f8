import { z } from "zod";
import { type Fact, type KindOf, noParameters, storedFacts } from "../facts/fact.ts";

/** `order` is Shopify's name of it, such as `#1001`. */
const ofOrder = z.object({ order: z.string() });

/** Which field is missing or wrong. */
const withProblem = z.object({ problem: z.string() });

/** What came of a webhook delivery. */
export const deliveryOutcomes = {
  ...storedFacts,
  /** The shop never had the app, or was erased. */
  shop_unknown: noParameters,

  order_recorded: ofOrder,
  order_changed: ofOrder,
  order_unchanged: ofOrder,
  order_outdated: ofOrder,
  order_without_items_for_customeow: ofOrder,
  order_before_installation: ofOrder,
  order_forgotten: ofOrder,
  order_unreadable: withProblem,
  /** One of its personalised items could not be read. `place` in the order, from 1. */
  item_unreadable: z.object({ order: z.string(), place: z.number(), problem: z.string() }),

  app_removed: noParameters,
  app_removed_and_back: noParameters,
  /** Shopify was asked: the app is installed, whatever the delivery says. */
  app_is_there: noParameters,
  app_is_removed: noParameters,
  scopes_noted: noParameters,
  /** Of deliveries from when the merchant was given nothing to hand over. */
  customer_data_explained: noParameters,
  customer_data_requested: z.object({ orders: z.number() }),
  customer_redacted: z.object({ designs: z.number(), items: z.number() }),
  shop_erasure_began: noParameters,
  shop_came_back: noParameters,
  topic_not_used: noParameters,

  customeow_message_unreadable: withProblem,
  /** CustoMeow said that missing designs of an order were made. */
  designs_looked_for: noParameters,
  designs_of_unknown_order: noParameters,
  designs_not_awaited: noParameters,
  /** Of deliveries that had the designs looked for themselves, as it once was; they are kept for a while. */
  designs_completed: z.object({ items: z.number() }),
  designs_without_connection: noParameters,
  designs_of_order_not_in_customeow: noParameters,
  designs_not_found: noParameters,
  customeow_event_unknown: z.object({ event: z.string() }),
  sku_sync_requested: noParameters,
};

export type DeliveryOutcomes = KindOf<typeof deliveryOutcomes>;
export type DeliveryOutcome = Fact<DeliveryOutcomes>;
