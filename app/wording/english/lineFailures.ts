import type { Failures } from "../../orders/lifecycle/failures.ts";
import type { Wording } from "../wording.ts";
import { sentence } from "./sentence.ts";
import { storedFacts } from "./storedFacts.ts";

/** Why an item failed, for the merchant: what happened, and what to do. */
export const lineFailures: Wording<Failures> = {
  ...storedFacts,
  design_id_invalid: ({ given }) =>
    `The order came with “${given}” where the design's id should be. This item was not sent to CustoMeow. Enter the id of the right design, or refund the item.`,
  redacted: () => "Why this failed was deleted at the customer's request, with the design.",
  design_unknown: ({ design }) =>
    `CustoMeow does not know the design ${design}. This item was not sent. Enter the id of the right design, or refund the item.`,
  refused: ({ words }) => `CustoMeow refused the order: ${sentence(words)} Mend it in CustoMeow, then retry.`,
  sku_unknown: ({ sku }) =>
    sku === ""
      ? "The item has a design but no SKU, so CustoMeow cannot make it. Give its product a SKU that is integrated in CustoMeow, and order the item there by hand, or refund it."
      : `CustoMeow does not make the SKU ${sku}, so this item was not sent. Integrate the SKU in CustoMeow and sync, then retry, or refund the item.`,
  refused_without_design: ({ words }) =>
    `The shopper made no design, and CustoMeow does not take the item without one: ${sentence(words)} Ask the shopper for a design, or refund the item.`,
  templates_refused: ({ words }) =>
    `CustoMeow did not give the templates of this design: ${sentence(words)} Retry, or ask CustoMeow.`,
  task_refused: ({ words }) =>
    `CustoMeow refused to make the production file: ${sentence(words)} Make it again, or ask CustoMeow.`,
  task_failed: ({ words }) =>
    `CustoMeow could not make the production file: ${sentence(words || "it gave no reason")} Make it again, or ask CustoMeow.`,
  task_outcome_unknown: () =>
    "CustoMeow was asked for the production file several times, and its answers never arrived. Make it again to be sure to get the file.",
  task_without_files: () =>
    "CustoMeow says that the production file is ready, but gave none. Make it again, or ask CustoMeow.",
  task_too_slow: () =>
    "CustoMeow has been making the production file for more than a day. Make it again, or ask CustoMeow.",
  task_unreadable: () =>
    "CustoMeow was asked for the production file several times, and gave answers that the app does not understand. They are kept below for support. Retry later.",
  unexpected_answer: () =>
    "CustoMeow gave an answer that the app does not understand. It is kept below for support. Retry later.",
  added_after_sending: ({ order }) =>
    `This item came into the order after the order was sent, and CustoMeow cannot add an item to an order that it has. Add it to order ${order} in CustoMeow by hand, or refund it.`,
  missing_in_customeow: ({ order }) =>
    `CustoMeow had taken order ${order}, and no longer has it. If nobody deleted it there on purpose, create it in CustoMeow by hand, or ask CustoMeow what became of it.`,
};
