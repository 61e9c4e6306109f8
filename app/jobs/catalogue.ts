import { z } from "zod";

/**
 * Every kind of work that is done in the background: where it waits, how urgent it is, what it is given.
 * Definitions only, so that who enqueues work imports none of the code that does it.
 */

/**
 * `orders`, `production` and `upkeep` spend CustoMeow's quota, `shop` and `reading` do not. They are apart so that a backlog of
 * one keeps none of another from standing in line for the quota, where urgency decides (app/quota). Within a queue
 * the higher priority goes first.
 */
export type QueueName = "shop" | "reading" | "orders" | "production" | "upkeep";

const byDelivery = z.object({ deliveryId: z.string() });
const byShop = z.object({ shopId: z.string() });
const byOrder = z.object({ shopId: z.string(), orderId: z.string() });
const byLineItem = z.object({ shopId: z.string(), lineItemId: z.string() });
const byTask = z.object({ shopId: z.string(), taskId: z.string() });

export const jobCatalogue = {
  /** Turns a stored webhook delivery into orders, SKUs, an uninstalled shop. */
  "process-delivery": { queue: "shop", priority: 30, payload: byDelivery },
  /** Tells the storefront which variants can be personalised. */
  "publish-storefront": { queue: "shop", priority: 20, payload: byShop },
  /** Deletes every row of a shop, on Shopify's order. */
  "erase-shop": { queue: "shop", priority: 10, payload: z.object({ shopDomain: z.string() }) },
  /** Has everything tried again that failed, at the merchant's word. */
  "retry-failed": { queue: "shop", priority: 20, payload: byShop },
  /** Deletes the deliveries of long ago, and those of shops that are not known. */
  "forget-deliveries": { queue: "reading", priority: 1, payload: z.object({}) },
  /** Has the orders of every shop read whose turn it is. */
  "start-order-readings": { queue: "reading", priority: 15, payload: z.object({}) },
  /** Reads what changed of a shop's orders lately, for those whose webhook never came. */
  "reconcile-orders": { queue: "reading", priority: 5, payload: byShop },
  /** Reads all that changed of a shop's orders in the last days once more. */
  "sweep-orders": { queue: "reading", priority: 1, payload: byShop },

  /** Creates the order in CustoMeow, once. */
  "create-order": { queue: "orders", priority: 40, payload: byOrder },
  /** Lists a line item's templates. */
  "list-templates": { queue: "production", priority: 30, payload: byLineItem },
  /** Asks CustoMeow to make one production file set. */
  "start-composite-task": { queue: "production", priority: 30, payload: byTask },
  /** Asks whether a production file set is ready. */
  "check-composite-task": { queue: "production", priority: 20, payload: byTask },
  /** Asks whether CustoMeow still has the orders that it was sent in the last days. */
  "confirm-orders": { queue: "upkeep", priority: 1, payload: byShop },
  /** Reads CustoMeow's SKU list and matches it to the shop's variants. */
  "sync-skus": {
    queue: "upkeep",
    priority: 10,
    payload: byShop.extend({ urgency: z.enum(["person", "order", "upkeep"]).default("upkeep") }),
  },
} as const satisfies Record<string, { queue: QueueName; priority: number; payload: z.ZodType }>;

export type JobName = keyof typeof jobCatalogue;
export type JobPayload<Name extends JobName> = z.output<(typeof jobCatalogue)[Name]["payload"]>;
