import type { Advices } from "../../orders/lifecycle/facts.ts";
import type { Wording } from "../wording.ts";
import { orderFacts } from "./orderFacts.ts";
import { storedFacts } from "./storedFacts.ts";

/** What the merchant has to do in CustoMeow by hand. */
export const advices: Wording<Advices> = {
  ...storedFacts,
  cancel_order: ({ customeowHas }) =>
    customeowHas === "maybe"
      ? "The order was cancelled in Shopify while it was being sent. If CustoMeow has it, cancel it there too."
      : "The order was cancelled in Shopify, but CustoMeow has this item. Cancel it in CustoMeow too.",
  cancel_item: () => orderFacts.item_removed({ customeowHas: "yes" }),
  change_quantity: ({ sent, left }) =>
    `CustoMeow was told a quantity of ${sent}, and the order in Shopify now has ${left}. Change it in CustoMeow too.`,
  change_design: ({ design }) => orderFacts.design_changed({ design, customeowHas: "yes" }),
  look_what_arrived: () => "It was just being sent: look in CustoMeow which of it arrived.",
  order_missing: ({ order }) => orderFacts.order_missing({ order }),
};
