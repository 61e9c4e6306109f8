import type { DesignsNotFound } from "../../orders/designs/findDesigns.ts";
import type { Wording } from "../wording.ts";
import { customeowFailures } from "./customeowFailures.ts";

export const designsNotFound: Wording<DesignsNotFound> = {
  ...customeowFailures,
  no_design_awaited: () => "No item of this order waits for a design any more.",
  not_connected: () => "Connect CustoMeow in Settings to have the design looked for.",
  order_not_in_customeow: () =>
    "CustoMeow does not have this order yet. The design is looked for again by itself.",
  no_design_yet: () =>
    "CustoMeow has no design for this order yet. Add it there; the app looks again by itself, every hour at least.",
};
