import type { DesignProblems } from "../../production/design.ts";
import type { Wording } from "../wording.ts";
import { customeowFailures } from "./customeowFailures.ts";

export const designProblems: Wording<DesignProblems> = {
  ...customeowFailures,
  no_design: () => "This item has no design.",
  design_deleted: () => "This design was deleted at the customer's request.",
  not_connected: () => "Connect CustoMeow in Settings to see the design.",
};
