import type { Order } from "@prisma/client";
import { v7 as newId } from "uuid";
import { OrderChange } from "./orderChange.ts";

/** What an order comes with. */
export type NewOrder = Pick<
  Order,
  | "shopId"
  | "platformOrderId"
  | "platformOrderNo"
  | "platformCreatedAt"
  | "platformUpdatedAt"
  | "cancelledAt"
  | "otherItemIds"
  | "currencyCode"
  | "submission"
>;

/** The beginning of an order's life: lines and history are added to it before it is stored. */
export function newOrder(shop: { domain: string; installedAt: Date }, order: NewOrder): OrderChange {
  return new OrderChange({
    order: {
      ...order,
      id: newId(),
      placedAt: new Date(order.platformCreatedAt),
      state: "queued",
      attemptedAt: null,
      strangeAnswers: 0,
      customeowOrderId: null,
      // The database counts them.
      linesToResend: 0,
      confirmedAt: null,
      designsReadAt: null,
      recordedAt: new Date(),
      version: 0,
    },
    lines: [],
    otherLineStates: [],
    shop,
  });
}
