import type { OrderFacts, Whether } from "../../orders/lifecycle/facts.ts";
import { readFailure } from "../../orders/lifecycle/failures.ts";
import { type Wording, wordsFrom } from "../wording.ts";
import { lineFailures } from "./lineFailures.ts";
import { sentence } from "./sentence.ts";
import { storedFacts } from "./storedFacts.ts";

const items = (count: number) => (count === 1 ? "1 item" : `${count} items`);

const wasBeingSent = (customeowHas: Whether) =>
  customeowHas === "maybe" ? " It was just being sent: look in CustoMeow which of it arrived." : "";

const removed: Record<Whether, string> = {
  yes: "The item was refunded or removed from the order in Shopify, but CustoMeow has it. Cancel it in CustoMeow too.",
  maybe: `The item was refunded or removed from the order in Shopify.${wasBeingSent("maybe")}`,
  no: "The item was refunded or removed from the order in Shopify. CustoMeow does not get it.",
};

const cancelled: Record<Whether, string> = {
  yes: "The order was cancelled in Shopify. CustoMeow has it already, and does not let this app cancel it: cancel it in CustoMeow too.",
  maybe:
    "The order was cancelled in Shopify while it was being sent. Look whether CustoMeow has it, and cancel it there too.",
  no: "The order was cancelled in Shopify before it was sent. CustoMeow does not get it.",
};

/** The history of an order, for merchants and operators alike. */
export const orderFacts: Wording<OrderFacts> = {
  ...storedFacts,
  redacted: () => "What stood here was deleted at the customer's request.",
  order_received: (of) => `Order received from Shopify, with ${items(of.items)} for CustoMeow.`,
  order_found_in_shopify: (of) =>
    `Order found in Shopify, with ${items(of.items)} for CustoMeow. Shopify's message about it never arrived.`,
  order_created: () => "Order created in CustoMeow.",
  order_found_in_customeow: ({ afterLostAnswer }) =>
    afterLostAnswer
      ? "The order was found in CustoMeow: an earlier attempt had created it, although its answer never arrived."
      : "The order was found in CustoMeow, so it is not sent.",
  order_waits_for_key: () =>
    "CustoMeow no longer accepts the API key. The order waits until another is entered in Settings.",
  order_not_taken_yet: ({ words }) =>
    `CustoMeow did not take the order yet: ${sentence(words)} The app sends it again by itself.`,
  order_refused: ({ words }) => `CustoMeow refused the order: ${sentence(words)}`,
  order_sent_again: () => "Sent to CustoMeow again by the merchant.",
  order_cancelled: ({ customeowHas }) => cancelled[customeowHas],
  order_missing: ({ order }) =>
    `CustoMeow had taken order ${order}, and no longer has it. If nobody deleted it there on purpose, create it in CustoMeow by hand, or ask CustoMeow what became of it.`,

  item_added: () => "An item was added to the order in Shopify. It goes to CustoMeow with the others.",
  item_removed: ({ customeowHas }) => removed[customeowHas],
  item_back: ({ customeowHas }) => `The item is in the order again in Shopify.${wasBeingSent(customeowHas)}`,
  quantity_changed: ({ from, to, customeowHas }) =>
    customeowHas === "yes"
      ? `The quantity was changed from ${from} to ${to} in Shopify after CustoMeow had the item. Change it in CustoMeow too.`
      : `The quantity was changed from ${from} to ${to} in Shopify.${wasBeingSent(customeowHas)}`,
  quantity_as_sent: () => "The quantity in Shopify is again the one that CustoMeow has.",
  design_changed: ({ design, customeowHas }) => {
    if (customeowHas !== "yes") return `The design was changed in Shopify.${wasBeingSent(customeowHas)}`;
    return design === null
      ? "The design was taken from the item in Shopify after CustoMeow had it. If it should not be made, cancel it in CustoMeow."
      : `The design was changed to ${design} in Shopify after CustoMeow had the item. Change it in CustoMeow too.`;
  },
  design_completed: () => "The design was made in CustoMeow.",
  design_entered: ({ design }) => `The merchant entered the design ${design}.`,

  templates_found: ({ templates }) =>
    templates === 1 ? "1 template found." : `${templates} templates found.`,
  no_template: () => "CustoMeow has no template for this design, so there is no production file to make.",
  production_started: ({ template }) => `CustoMeow is making the production file: ${template || "template"}.`,
  start_repeated: ({ template }) =>
    `CustoMeow was asked for the production file, and its answer never arrived. The app asks again by itself: ${template || "template"}.`,
  files_ready: ({ template, files }) =>
    `${files === 1 ? "The production file is ready" : `${files} production files are ready`}: ${template || "template"}.`,
  made_again: ({ template }) => `The merchant has the production file made again: ${template || "template"}.`,
  tried_again: () => "The merchant has the item tried again.",
  item_failed: ({ code, parameters }) => wordsFrom(lineFailures)(readFailure(code, parameters)),
};
