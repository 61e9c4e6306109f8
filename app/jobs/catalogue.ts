import { z } from "zod";

/**
 * Every kind of work that is done in the background, and its policy: where it waits, how urgent it is, whose it is,
 * what makes two of it the same, how long it may take. Definitions only, so that who enqueues work imports none of
 * the code that does it.
 */

/**
 * `orders`, `production` and `upkeep` spend CustoMeow's quota, `shop`, `bulk` and `reading` do not. They are apart so that a backlog of
 * one keeps none of another from standing in line for the quota, where urgency decides (app/quota). Within a queue
 * the higher priority goes first.
 */
export const queueNames = ["shop", "bulk", "reading", "orders", "production", "upkeep"] as const;
export type QueueName = (typeof queueNames)[number];

export const isQueueName = (name: string): name is QueueName => queueNames.some((queue) => queue === name);

const byDelivery = z.object({ deliveryId: z.string(), shopDomain: z.string().optional() });
const byShop = z.object({ shopId: z.string() });
const byOrder = z.object({ shopId: z.string(), orderId: z.string() });
const byLineItem = z.object({ shopId: z.string(), lineItemId: z.string() });
const byTask = z.object({ shopId: z.string(), taskId: z.string() });

const nothing = z.object({});

interface JobPolicy<Shape extends z.ZodRawShape> {
  queue: QueueName;
  /** Within the queue; the higher goes first. */
  priority: number;
  payload: z.ZodObject<Shape>;
  /** What of the payload names the shop, of whose jobs a process works on a few at a time. Its id, where it has one. */
  shop: (keyof Shape & string) | null;
  /**
   * What of the payload makes two jobs the same. Of the same job one waits at most, for the sooner of the moments
   * that were asked for, and one is worked on; what comes meanwhile waits for its end. Postgres sees to it.
   */
  sameBy: readonly (keyof Shape & string)[];
  /** After so long it is taken to hang, and done again. It says that it lives every few seconds all the same. */
  limitSeconds: number;
  /** `by the clock`: it comes again anyway. Whatever else fails is tried again until it succeeds. */
  again?: "by the clock";
}

const job = <Shape extends z.ZodRawShape>(policy: JobPolicy<Shape>): JobPolicy<Shape> => policy;

const MINUTES = 60;
const HOURS = 60 * MINUTES;

/** Work that spends the quota waits in line for it, for many minutes in a flash sale. */
const WAITS_FOR_TURNS = 2 * HOURS;

export const jobCatalogue = {
  /** Turns a stored webhook delivery into orders, SKUs, an uninstalled shop. */
  "process-delivery": job({
    queue: "shop",
    priority: 30,
    payload: byDelivery,
    shop: "shopDomain",
    sameBy: ["deliveryId"],
    limitSeconds: 15 * MINUTES,
  }),
  /** Works on a run over many rows of a shop for a while; see app/bulk. */
  "continue-bulk-run": job({
    queue: "bulk",
    priority: 10,
    payload: byShop.extend({ runId: z.string() }),
    shop: "shopId",
    sameBy: ["runId"],
    limitSeconds: 1 * HOURS,
  }),
  /** Deletes the deliveries of long ago, and those of shops that are not known. */
  "forget-deliveries": job({
    queue: "reading",
    priority: 1,
    payload: nothing,
    shop: null,
    sameBy: [],
    limitSeconds: 1 * HOURS,
    again: "by the clock",
  }),
  /** Deletes what was kept for as long as it may be. */
  "keep-retention": job({
    queue: "reading",
    priority: 1,
    payload: nothing,
    shop: null,
    sameBy: [],
    limitSeconds: 6 * HOURS,
    again: "by the clock",
  }),
  /** Encrypts with the newest key what an older one encrypted. */
  "renew-encryption": job({
    queue: "reading",
    priority: 1,
    payload: nothing,
    shop: null,
    sameBy: [],
    limitSeconds: 1 * HOURS,
    again: "by the clock",
  }),
  /** Adds what changed to the counts that pages show. */
  "fold-counts": job({
    queue: "reading",
    priority: 1,
    payload: nothing,
    shop: null,
    sameBy: [],
    limitSeconds: 15 * MINUTES,
    again: "by the clock",
  }),
  /** Has the orders of every shop read whose turn it is. */
  "start-order-readings": job({
    queue: "reading",
    priority: 15,
    payload: nothing,
    shop: null,
    sameBy: [],
    limitSeconds: 15 * MINUTES,
    again: "by the clock",
  }),
  /** Reads what changed of a shop's orders lately, for those whose webhook never came. */
  "reconcile-orders": job({
    queue: "reading",
    priority: 5,
    payload: byShop,
    shop: "shopId",
    sameBy: ["shopId"],
    limitSeconds: 1 * HOURS,
  }),
  /** Reads all that changed of a shop's orders in the last days once more. */
  "sweep-orders": job({
    queue: "reading",
    priority: 1,
    payload: byShop,
    shop: "shopId",
    sameBy: ["shopId"],
    limitSeconds: 6 * HOURS,
  }),

  /** Creates the order in CustoMeow, once. */
  "create-order": job({
    queue: "orders",
    priority: 40,
    payload: byOrder,
    shop: "shopId",
    sameBy: ["orderId"],
    limitSeconds: WAITS_FOR_TURNS,
  }),
  /** Looks in CustoMeow for the designs that an order lacks. */
  "find-designs": job({
    queue: "orders",
    priority: 30,
    payload: byOrder,
    shop: "shopId",
    sameBy: ["orderId"],
    limitSeconds: WAITS_FOR_TURNS,
  }),
  /** Lists a line item's templates. */
  "list-templates": job({
    queue: "production",
    priority: 30,
    payload: byLineItem,
    shop: "shopId",
    sameBy: ["lineItemId"],
    limitSeconds: WAITS_FOR_TURNS,
  }),
  /** Asks CustoMeow to make one production file set. */
  "start-composite-task": job({
    queue: "production",
    priority: 30,
    payload: byTask,
    shop: "shopId",
    sameBy: ["taskId"],
    limitSeconds: WAITS_FOR_TURNS,
  }),
  /** Asks whether a production file set is ready. */
  "check-composite-task": job({
    queue: "production",
    priority: 20,
    payload: byTask,
    shop: "shopId",
    sameBy: ["taskId"],
    limitSeconds: WAITS_FOR_TURNS,
  }),
  /** Asks whether CustoMeow still has the orders that it was sent in the last days. */
  "confirm-orders": job({
    queue: "upkeep",
    priority: 1,
    payload: byShop,
    shop: "shopId",
    sameBy: ["shopId"],
    limitSeconds: 6 * HOURS,
  }),
  /** Has the designs looked for that orders lack, in every shop where one does. */
  "start-design-sweeps": job({
    queue: "reading",
    priority: 15,
    payload: nothing,
    shop: null,
    sameBy: [],
    limitSeconds: 15 * MINUTES,
    again: "by the clock",
  }),
  /** Looks in CustoMeow for the designs that a shop's orders lack. */
  "sweep-designs": job({
    queue: "upkeep",
    priority: 5,
    payload: byShop,
    shop: "shopId",
    sameBy: ["shopId"],
    limitSeconds: 6 * HOURS,
  }),
  /** Reads CustoMeow's SKU list and matches it to the shop's variants. */
  "sync-skus": job({
    queue: "upkeep",
    priority: 10,
    payload: byShop.extend({ urgency: z.enum(["person", "upkeep"]).catch("upkeep") }),
    shop: "shopId",
    sameBy: ["shopId", "urgency"],
    limitSeconds: 6 * HOURS,
  }),
} as const;

export type JobName = keyof typeof jobCatalogue;
export type JobPayload<Name extends JobName> = z.output<(typeof jobCatalogue)[Name]["payload"]>;
