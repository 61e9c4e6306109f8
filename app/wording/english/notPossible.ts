import type { NotPossible } from "../../orders/lifecycle/retried.ts";

/** Why what the merchant asked for cannot be done. */
export const notPossible: Record<NotPossible, string> = {
  not_there: "This does not exist any more.",
  order_not_refused: "Only an order that CustoMeow refused can be sent again.",
  design_id_wrong: "A design's id is a number of up to 20 digits. Copy it from CustoMeow.",
  design_deleted: "The design was deleted at the customer's request, so nothing can be made of it.",
  design_settled: "The design of this item can no longer be changed.",
  order_already_sent:
    "CustoMeow has the order already, and cannot add an item to it. Order this item in CustoMeow by hand.",
  item_cancelled: "This item was cancelled in Shopify.",
  file_being_made: "This production file is being made already.",
  file_made_again: "This production file was made again already.",
  item_not_failed: "Only an item that failed in CustoMeow can be retried.",
};
