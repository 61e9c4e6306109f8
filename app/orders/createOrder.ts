import type { LineItem, Order } from "@prisma/client";
import type { CustomeowFailure } from "../customeow/failure.ts";
import { NO_DESIGN, parseCustomInfoId } from "../customeow/ids.ts";
import type { ExistingOrder, NewOrder } from "../customeow/order.ts";
import type { Database } from "../database/database.ts";
import type { Locks } from "../database/lock.ts";
import type { JobHandler } from "../jobs/work.ts";
import { PostponedError } from "../jobs/postponed.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { CustomeowAccount, CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import { laterOrFailed, retryLater } from "../accounts/retryLater.ts";
import type { Log } from "../log/log.ts";
import { type Attempt, beginAttempt, forgetAttempt, secondsUntilSettled, takeBack } from "./attempt.ts";
import { diagnoseRefusal } from "./diagnoseRefusal.ts";
import { fillImages } from "./fillImages.ts";
import { lookAtShopify } from "./lookAtShopify.ts";
import { markCreated } from "./markCreated.ts";
import { stopForRefusedKey } from "./refusedKey.ts";
import { keepUnexpectedAnswer } from "./unexpectedAnswer.ts";

export interface CreateOrderServices {
  database: Database;
  jobs: JobQueue;
  locks: Locks;
  customeow: CustomeowAccounts;
  shopify: { adminApi(shopDomain: string): Pick<AdminApi, "lineItemImages" | "readOrders"> };
  /** How long one call to CustoMeow may take. */
  timeoutMilliseconds: number;
}

export type OrderWithLines = Order & {
  lineItems: LineItem[];
  shop: { domain: string; installedAt: Date };
};

/**
 * Creates an order in CustoMeow. Invariant: one Shopify order, one CustoMeow order. `POST /order` is not known to
 * be idempotent, so `unknown` is committed right before it is sent (attempt.ts); whoever finds `unknown` waits until that attempt can
 * no longer be under way, looks the order up, and only then sends it again. The lock merely saves two workers
 * from doing this side by side; should it be lost, beginning an attempt still succeeds for one of them only.
 */
export function createOrderHandler(services: CreateOrderServices): JobHandler<"create-order"> {
  return ({ shopId, orderId }, log) =>
    services.locks.ifFree(`order ${orderId}`, () => createOnce(services, shopId, orderId, log));
}

async function createOnce(
  services: CreateOrderServices,
  shopId: string,
  orderId: string,
  log: Log,
): Promise<void> {
  const { database } = services;
  const order = await readOrder(database, shopId, orderId);
  if (order === null || order.submission === "created" || order.submission === "rejected") return;
  const account = await services.customeow.forShop(shopId, "order");
  if (account === null) return;

  if (order.submission === "unknown") {
    const known = await lookUp(services, order, account);
    if (known === "stopped") return;
    if (known !== null) {
      await markCreated(services, order, {
        customeowOrderId: known.id,
        how: "found",
        platformItemIds: known.lineItems.map(({ platformItemId }) => platformItemId),
      });
      return;
    }
  }
  if (linesToSend(order).length === 0) return forgetAttempt(database, order);
  const changed = await lookAtShopify(services, order, log);
  const current = changed ? await readOrder(database, shopId, orderId) : order;
  const lines = current === null ? [] : linesToSend(current);
  if (current === null || lines.length === 0) return;
  await send(services, current, await fillImages(services, current, lines, log), account);
}

async function readOrder(
  database: Database,
  shopId: string,
  orderId: string,
): Promise<OrderWithLines | null> {
  return database.order.findFirst({
    where: { id: orderId, shopId },
    include: {
      lineItems: { orderBy: { position: "asc" } },
      shop: { select: { domain: true, installedAt: true } },
    },
  });
}

/** @throws Error to be tried again later: while the earlier attempt may be under way, or CustoMeow does not answer. */
async function lookUp(
  services: CreateOrderServices,
  order: OrderWithLines,
  account: CustomeowAccount,
): Promise<ExistingOrder | null | "stopped"> {
  const unsettledSeconds = await secondsUntilSettled(
    services.database,
    order.id,
    services.timeoutMilliseconds,
  );
  if (unsettledSeconds > 0)
    throw new PostponedError(
      "An earlier attempt to create the order may still be under way.",
      unsettledSeconds,
    );

  const found = await account.client.findOrder(account.storeId, order.platformOrderId);
  if (found.ok) return found.value;
  if (found.failure.kind === "bad_key") {
    await stopForRefusedKey(services.database, subjectOf(order), account.apiKeyFingerprint);
    return "stopped";
  }
  await keepUnexpectedAnswer(services.database, subjectOf(order), "GET /order-info", found.failure);
  throw laterOrFailed(found.failure);
}

function linesToSend(order: OrderWithLines): LineItem[] {
  return order.lineItems.filter(({ state }) => state === "queued" || state === "awaiting_customization");
}

async function send(
  services: CreateOrderServices,
  order: OrderWithLines,
  lines: LineItem[],
  account: CustomeowAccount,
): Promise<void> {
  const begun: Attempt[] = [];
  const client = account.claiming(async () => {
    begun.push(await beginAttempt(services.database, order));
  });
  const created = await client.createOrder(toNewOrder(order, lines, account.storeId));
  if (created.ok)
    return markCreated(services, order, {
      customeowOrderId: created.value,
      how: "created",
      platformItemIds: lines.map(({ platformItemId }) => platformItemId),
    });

  const certainlyNotDone = async () => {
    for (const attempt of begun) await takeBack(services.database, attempt);
  };
  await handleFailure(services, order, lines, account, created.failure, certainlyNotDone);
}

function toNewOrder(order: OrderWithLines, lines: LineItem[], storeId: string): NewOrder {
  const { platformOrderId, platformOrderNo, platformCreatedAt, currencyCode } = order;
  return {
    storeId,
    platformOrderId,
    platformOrderNo,
    platformCreatedAt,
    currencyCode,
    lineItems: lines.map((line) => ({
      sku: line.sku,
      customInfoId: (line.customInfoId === null ? null : parseCustomInfoId(line.customInfoId)) ?? NO_DESIGN,
      platformItemId: line.platformItemId,
      platformProductId: line.platformProductId,
      platformProductTitle: line.platformProductTitle,
      platformVariantTitle: line.platformVariantTitle,
      platformVariantId: line.platformVariantId,
      platformProductImage: line.platformProductImage,
      quantity: line.quantity,
      price: line.price,
    })),
  };
}

async function handleFailure(
  services: CreateOrderServices,
  order: OrderWithLines,
  lines: LineItem[],
  account: CustomeowAccount,
  failure: CustomeowFailure,
  certainlyNotDone: () => Promise<void>,
): Promise<void> {
  const { database } = services;
  await keepUnexpectedAnswer(database, subjectOf(order), "POST /order", failure);
  switch (failure.kind) {
    case "unknown_outcome":
    case "unexpected_answer":
      throw new Error(`${failure.message}. It is looked up before anything is sent again.`);
    case "unavailable":
    case "over_quota":
      await certainlyNotDone();
      throw retryLater(failure);
    case "bad_key":
      await certainlyNotDone();
      await stopForRefusedKey(database, subjectOf(order), account.apiKeyFingerprint);
      return;
    case "not_found":
    case "rejected":
      await certainlyNotDone();
      await diagnoseRefusal(services, order, lines, account, failure.message);
  }
}

const subjectOf = (order: Order) => ({ shopId: order.shopId, orderId: order.id });
