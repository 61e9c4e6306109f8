import type { OrderedItem } from "../read-shopify/mapOrder.ts";

/** What a change of a line means for its order's sending. */
export type LineChange =
  | "none"
  | "changed"
  /** There is something to send that was not there before. */
  | "sendable";

/** What a version of its order says of a line, and how that differs from what was known. */
export interface ItemChange {
  item: OrderedItem;
  /** What the order held of it before. */
  leftBefore: number;
  isDesignChanged: boolean;
}
