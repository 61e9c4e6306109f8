import type { CustomeowFailure } from "../../customeow/failure.ts";
import { NO_DESIGN, parseCustomInfoId } from "../../customeow/ids.ts";
import type { NewOrder } from "../../customeow/order.ts";
import { PostponedError } from "../../jobs/postponed.ts";
import type { JobHandler } from "../../jobs/work.ts";
import type { Log } from "../../log/log.ts";
import type { CustomeowAccount } from "../../accounts/customeowAccounts.ts";
import { retryLater } from "../../accounts/retryLater.ts";
import type { LineLife, OrderLife } from "../lifecycle/life.ts";
import { linesToSend, maySend } from "../lifecycle/sending.ts";
import { beginAttempt, secondsUntilSettled, undoAttempt } from "./attempt.ts";
import { considerRefusal } from "./considerRefusal.ts";
import { lineImages } from "./lineImages.ts";
import { lookAtShopify } from "./lookAtShopify.ts";
import { lookUpOrder } from "./lookUpOrder.ts";
import { markCreated, markFound } from "./markCreated.ts";
import type { SendServices } from "./sendServices.ts";
import { keepUnexpectedAnswer } from "./unexpectedAnswer.ts";

/**
 * Creates an order in CustoMeow. Invariant: one Shopify order, one CustoMeow order. `POST /order` is not known to
 * be idempotent, so `unknown` is committed right before it is sent (attempt.ts); whoever finds `unknown` waits until
 * that attempt can no longer be under way, looks the order up, and only then sends it again. Of two who do this at
 * once, one begins an attempt.
 */
export function createOrderHandler(services: SendServices): JobHandler<"create-order"> {
  return async ({ shopId, orderId }, log) => {
    const life = await services.lifecycle.read({ shopId, orderId });
    const submission = life?.order.submission;
    if (life === null || submission === "created" || submission === "rejected") return;
    const account = await services.customeow.forShop(shopId, "order");
    if (account === null) return;
    if (submission === "unknown") {
      await untilSettled(services, life);
      const known = await lookUpOrder(services, life.order, account);
      if (known !== null) return markFound(services.lifecycle, life.order, known);
    }
    if (maySend(life.order, life.lines)) await sendCurrent(services, life, account, log);
    else await undoAttempt(services.lifecycle, life.order);
  };
}

/** @throws PostponedError while the earlier attempt may be under way */
async function untilSettled(services: SendServices, { order }: OrderLife): Promise<void> {
  const unsettledSeconds = await secondsUntilSettled(services.sql, order, services.timeoutMilliseconds);
  if (unsettledSeconds > 0)
    throw new PostponedError(
      "An earlier attempt to create the order may still be under way.",
      unsettledSeconds,
    );
}

/** Sends the order as Shopify has it now. */
async function sendCurrent(
  services: SendServices,
  life: OrderLife,
  account: CustomeowAccount,
  log: Log,
): Promise<void> {
  const { shopId, id: orderId } = life.order;
  const changed = await lookAtShopify(services, life, log);
  const current = changed ? await services.lifecycle.read({ shopId, orderId }) : life;
  if (current === null || !maySend(current.order, current.lines))
    return undoAttempt(services.lifecycle, life.order);
  const lines = linesToSend(current.lines);
  const images = await lineImages(services, current.shop.domain, lines, log);
  const pictured = lines.map((line, index) => ({
    ...line,
    platformProductImage: images[index] ?? line.platformProductImage,
  }));
  await send(services, current, pictured, account);
}

async function send(
  services: SendServices,
  life: OrderLife,
  lines: LineLife[],
  account: CustomeowAccount,
): Promise<void> {
  const { lifecycle } = services;
  const begun: OrderLife[] = [];
  const client = account.claiming(async () => {
    begun.push(await beginAttempt(lifecycle, life, lines));
  });
  const created = await client.createOrder(toNewOrder(life, lines, account.storeId));
  const current = begun.at(-1) ?? life;
  if (created.ok)
    return markCreated(lifecycle, current.order, {
      customeowOrderId: created.value,
      how: "created",
      lines,
    });
  await handleFailure(services, current, lines, account, created.failure);
}

function toNewOrder({ order }: OrderLife, lines: LineLife[], storeId: string): NewOrder {
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
  services: SendServices,
  life: OrderLife,
  lines: LineLife[],
  account: CustomeowAccount,
  failure: CustomeowFailure,
): Promise<void> {
  const { sql, lifecycle } = services;
  const { order } = life;
  const subject = { shopId: order.shopId, orderId: order.id };
  await keepUnexpectedAnswer(sql, subject, "POST /order", failure);
  switch (failure.kind) {
    case "unknown_outcome":
    case "unexpected_answer":
      throw new Error(`${failure.message}. It is looked up before anything is sent again.`);
    case "unavailable":
    case "over_quota":
    case "bad_key":
      await undoAttempt(lifecycle, order);
      throw retryLater(failure);
    case "not_found":
    case "rejected":
      await considerRefusal(services, life, lines, account, failure);
  }
}
