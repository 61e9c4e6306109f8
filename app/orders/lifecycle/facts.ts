import { z } from "zod";
import { type Fact, type KindOf, noParameters, type StoredFacts, storedFacts } from "../../facts/fact.ts";

/** Whether CustoMeow has a line, or an order. `maybe`: it was being sent, and the answer has not come. */
const whether = z.enum(["yes", "maybe", "no"]);
export type Whether = z.output<typeof whether>;

const items = z.object({ items: z.number() });
const customeowHas = z.object({ customeowHas: whether });
const template = z.object({ template: z.string() });

/** What can happen to an order, as its history keeps it. */
export const orderFacts = {
  ...storedFacts,
  order_received: items,
  /** What was told here is deleted, at the customer's wish. */
  redacted: noParameters,
  /** Read from Shopify: its webhook never came. */
  order_found_in_shopify: items,
  order_created: z.object({ customeowOrderId: z.string() }),
  /** CustoMeow had it already. `afterLostAnswer`: made by an attempt of ours whose answer never arrived. */
  order_found_in_customeow: z.object({ customeowOrderId: z.string(), afterLostAnswer: z.boolean() }),
  /** CustoMeow did not accept the key. Told by earlier versions: the shop's pages say so now. */
  order_waits_for_key: noParameters,
  /** CustoMeow did not take it, in its words, for no reason that is known: it is sent again. */
  order_not_taken_yet: z.object({ words: z.string() }),
  /** In CustoMeow's words. */
  order_refused: z.object({ words: z.string() }),
  /** At the merchant's word. */
  order_sent_again: noParameters,
  order_cancelled: customeowHas,
  /** CustoMeow no longer has it. */
  order_missing: z.object({ order: z.string() }),

  item_added: noParameters,
  item_removed: customeowHas,
  item_back: customeowHas,
  quantity_changed: customeowHas.extend({ from: z.number(), to: z.number() }),
  /** After a change: again what CustoMeow was told. */
  quantity_as_sent: noParameters,
  design_changed: customeowHas.extend({ design: z.string().nullable() }),
  /** The missing design was made in CustoMeow. */
  design_completed: noParameters,
  /** By the merchant. */
  design_entered: z.object({ design: z.string() }),

  templates_found: z.object({ templates: z.number() }),
  no_template: noParameters,
  production_started: template.extend({ customeowTaskId: z.string() }),
  /** CustoMeow was asked for a template's files, and its answer never came: the app asks again. */
  start_repeated: template,
  files_ready: template.extend({ files: z.number() }),
  /** The merchant asked for a template's files once more. */
  made_again: template,
  /** The merchant had the item tried again. */
  tried_again: noParameters,
  /** With the failure, see failures.ts. */
  item_failed: z.object({ code: z.string(), parameters: z.unknown() }),
};

export type OrderFacts = KindOf<typeof orderFacts>;
/** One entry of an order's history. */
export type OrderFact = Fact<Omit<OrderFacts, keyof StoredFacts>>;

/** What the merchant has to do in CustoMeow by hand, because its API changes and cancels nothing. */
export const advices = {
  ...storedFacts,
  /** The order was cancelled in Shopify. */
  cancel_order: customeowHas,
  /** The item was refunded, or removed from the order. */
  cancel_item: noParameters,
  change_quantity: z.object({ sent: z.number(), left: z.number() }),
  change_design: z.object({ design: z.string().nullable() }),
  /** It was changed just while it was being sent. */
  look_what_arrived: noParameters,
  /** CustoMeow no longer has the order. */
  order_missing: z.object({ order: z.string() }),
};

export type Advices = KindOf<typeof advices>;
export type Advice = Fact<Omit<Advices, keyof StoredFacts>>;
