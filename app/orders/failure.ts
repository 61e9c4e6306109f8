import { storableText } from "../text/storableText.ts";

/** Why a line item failed. The code is for the app, the sentence for the merchant: what happened, and what to do. */
export type FailureCode =
  | "design_id_invalid"
  | "design_unknown"
  | "refused"
  | "refused_without_design"
  | "templates_refused"
  | "task_refused"
  | "task_failed"
  | "task_outcome_unknown"
  | "task_without_files"
  | "task_too_slow"
  | "task_unreadable"
  | "sku_unknown"
  | "unexpected_answer"
  | "added_after_sending"
  | "missing_in_customeow";

export interface LineFailure {
  code: FailureCode;
  reason: string;
}

/** What the merchant can do about a failed line, from the app's pages. */
export type Remedy = "make_again" | "retry_line" | "retry_order" | "enter_design" | "none";

export function remedyFor(code: string | null): Remedy {
  switch (code ?? "") {
    case "task_refused":
    case "task_failed":
    case "task_outcome_unknown":
    case "task_without_files":
    case "task_too_slow":
      return "make_again";
    case "templates_refused":
    case "task_unreadable":
    case "unexpected_answer":
      return "retry_line";
    case "refused":
    case "refused_without_design":
    case "sku_unknown":
      return "retry_order";
    case "design_id_invalid":
    case "design_unknown":
      return "enter_design";
    default:
      return "none";
  }
}

export const lineFailures = {
  designIdInvalid: (given: string): LineFailure => ({
    code: "design_id_invalid",
    reason: `The order came with “${storableText(given, 60)}” where the design's id should be. This item was not sent to CustoMeow. Enter the id of the right design, or refund the item.`,
  }),
  designUnknown: (customInfoId: string): LineFailure => ({
    code: "design_unknown",
    reason: `CustoMeow does not know the design ${customInfoId}. This item was not sent. Enter the id of the right design, or refund the item.`,
  }),
  refused: (words: string): LineFailure => ({
    code: "refused",
    reason: `CustoMeow refused the order: ${sentence(words)} Mend it in CustoMeow, then retry.`,
  }),
  skuUnknown: (sku: string): LineFailure => ({
    code: "sku_unknown",
    reason:
      sku === ""
        ? "The item has a design but no SKU, so CustoMeow cannot make it. Give its product a SKU that is integrated in CustoMeow, and order the item there by hand, or refund it."
        : `CustoMeow does not make the SKU ${storableText(sku, 60)}, so this item was not sent. Integrate the SKU in CustoMeow and sync, then retry, or refund the item.`,
  }),
  taskUnreadable: (): LineFailure => ({
    code: "task_unreadable",
    reason:
      "CustoMeow was asked for the production file several times, and gave answers that the app does not understand. They are kept below for support. Retry later.",
  }),
  refusedWithoutDesign: (words: string): LineFailure => ({
    code: "refused_without_design",
    reason: `The shopper made no design, and CustoMeow does not take the item without one: ${sentence(words)} Ask the shopper for a design, or refund the item.`,
  }),
  templatesRefused: (words: string): LineFailure => ({
    code: "templates_refused",
    reason: `CustoMeow did not give the templates of this design: ${sentence(words)} Retry, or ask CustoMeow.`,
  }),
  taskRefused: (words: string): LineFailure => ({
    code: "task_refused",
    reason: `CustoMeow refused to make the production file: ${sentence(words)} Make it again, or ask CustoMeow.`,
  }),
  taskFailed: (words: string): LineFailure => ({
    code: "task_failed",
    reason: `CustoMeow could not make the production file: ${sentence(words || "it gave no reason")} Make it again, or ask CustoMeow.`,
  }),
  taskOutcomeUnknown: (): LineFailure => ({
    code: "task_outcome_unknown",
    reason:
      "CustoMeow was asked for the production file, but its answer never arrived, and there is no way to look it up. Make it again to be sure to get the file.",
  }),
  taskWithoutFiles: (): LineFailure => ({
    code: "task_without_files",
    reason:
      "CustoMeow says that the production file is ready, but gave none. Make it again, or ask CustoMeow.",
  }),
  taskTooSlow: (): LineFailure => ({
    code: "task_too_slow",
    reason:
      "CustoMeow has been making the production file for more than a day. Make it again, or ask CustoMeow.",
  }),
  unexpectedAnswer: (): LineFailure => ({
    code: "unexpected_answer",
    reason:
      "CustoMeow gave an answer that the app does not understand. It is kept below for support. Retry later.",
  }),
  addedAfterSending: (orderNumber: string): LineFailure => ({
    code: "added_after_sending",
    reason: `This item came into the order after the order was sent, and CustoMeow cannot add an item to an order that it has. Add it to order ${orderNumber} in CustoMeow by hand, or refund it.`,
  }),
  missingInCustomeow: (orderNumber: string): LineFailure => ({
    code: "missing_in_customeow",
    reason: `CustoMeow had taken order ${orderNumber}, and no longer has it. If nobody deleted it there on purpose, create it in CustoMeow by hand, or ask CustoMeow what became of it.`,
  }),
} as const;

/** CustoMeow's words with one full stop, whether they came with one or not. */
function sentence(words: string): string {
  return `${words.trim().replace(/[.。\s]+$/, "")}.`;
}
