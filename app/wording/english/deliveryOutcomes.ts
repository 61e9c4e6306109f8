import type { DeliveryOutcomes } from "../../inbox/deliveryOutcomes.ts";
import type { Wording } from "../wording.ts";
import { storedFacts } from "./storedFacts.ts";

export const deliveryOutcomes: Wording<DeliveryOutcomes> = {
  ...storedFacts,
  shop_unknown: () => "The shop does not have the app.",

  order_recorded: ({ order }) => `Order ${order} was recorded.`,
  order_changed: ({ order }) => `Order ${order} was changed.`,
  order_unchanged: ({ order }) => `Of order ${order}, nothing changed for CustoMeow.`,
  order_outdated: ({ order }) => `A newer version of order ${order} came before.`,
  order_without_items_for_customeow: ({ order }) => `Order ${order} has nothing for CustoMeow.`,
  order_before_installation: ({ order }) => `Order ${order} was placed before the app was installed.`,
  order_forgotten: ({ order }) => `Order ${order} is older than what the app keeps.`,
  order_unreadable: ({ problem }) => problem,
  item_unreadable: ({ order, place, problem }) =>
    `Item ${place} of order ${order} could not be read: ${problem}`,

  app_removed: () => "The shop removed the app.",
  app_removed_and_back: () => "The shop removed the app, and has installed it again since.",
  app_is_there: () => "This tells of an earlier removal: Shopify says that the app is installed.",
  app_is_removed: () => "The shop has removed the app.",
  scopes_noted: () => "The granted scopes were noted.",
  customer_data_explained: () =>
    "The app keeps no name, address, e-mail or phone number. What the customer put into a design is on the order's page.",
  customer_data_requested: ({ orders }) =>
    `The merchant was asked to hand over what is stored of ${orders} orders.`,
  customer_redacted: ({ designs, items }) =>
    `${designs} kept designs were deleted, and ${items} items no longer show theirs. Production files stay with CustoMeow.`,
  shop_erasure_began: () => "The shop's data is being deleted.",
  shop_came_back: () => "The shop installed the app again, so its data stays.",
  topic_not_used: () => "The app does nothing with this topic.",

  customeow_message_unreadable: ({ problem }) => problem,
  designs_looked_for: () => "The designs are looked for.",
  designs_completed: ({ items }) => `Designs found for ${items} items.`,
  designs_of_unknown_order: () => "The shop has no such order.",
  designs_not_awaited: () => "No item of the order waits for a design.",
  designs_without_connection: () => "The shop is not connected to CustoMeow.",
  designs_of_order_not_in_customeow: () => "CustoMeow has no such order.",
  designs_not_found: () => "CustoMeow has no new design for the order.",
  customeow_event_unknown: ({ event }) => `The app does not know the event ${event}.`,
  sku_sync_requested: () => "The SKU list is being read again.",
};
