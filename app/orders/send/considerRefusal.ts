import type { Order } from "@prisma/client";
import type { CustomeowAccount } from "../../accounts/customeowAccounts.ts";
import { laterOrFailed } from "../../accounts/retryLater.ts";
import type { CustomeowFailure } from "../../customeow/failure.ts";
import { type CustomInfoId, parseCustomInfoId } from "../../customeow/ids.ts";
import { PostponedError } from "../../jobs/postponed.ts";
import { integratedAmong } from "../../skus/integratedSkus.ts";
import { type Failure, quoted } from "../lifecycle/failures.ts";
import type { LineLife, OrderLife } from "../lifecycle/life.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";
import { isSameAttempt } from "./attempt.ts";
import { lookUpOrder } from "./lookUpOrder.ts";
import { markFound } from "./markCreated.ts";
import type { SendServices } from "./sendServices.ts";
import { pauseAfterStrangeAnswer } from "./strangeAnswers.ts";

type FailedLines = { line: LineLife; failure: Failure }[];

type Refusal = Extract<CustomeowFailure, { kind: "rejected" | "not_found" }>;

/**
 * CustoMeow answered to an order with a code that stands for no success, and no such code is documented: it may refuse
 * the order, be busy, or have taken it all the same. So the order is looked up. A line that is seen to be at fault is
 * left out, and its siblings go on. Otherwise the order is sent again over minutes, each time after a look-up, before
 * CustoMeow's word counts as a refusal.
 * @throws PostponedError until then; Error where CustoMeow does not say what is to be known
 */
export async function considerRefusal(
  services: SendServices,
  { order }: OrderLife,
  lines: LineLife[],
  account: CustomeowAccount,
  { kind, message: words }: Refusal,
): Promise<void> {
  const taken = await lookUpOrder(services, order, account);
  if (taken !== null) return markFound(services.lifecycle, order, taken);

  const failed = await linesSeenAtFault(services, order, lines, account);
  const isExplained = failed.length > 0 || kind === "not_found";
  const pause = isExplained
    ? null
    : pauseAfterStrangeAnswer(order.strangeAnswers, services.timeoutMilliseconds);
  await services.lifecycle.change({ shopId: order.shopId, orderId: order.id }, (change) => {
    if (!isSameAttempt(change.order, order)) return;
    if (pause !== null) noteNotTaken(change, order, words);
    else refuse(change, lines, failed, words);
  });
  if (pause !== null) throw new PostponedError(`CustoMeow did not take the order: ${words}`, pause);
}

/** A SKU that CustoMeow does not make, then a design that CustoMeow does not know. */
async function linesSeenAtFault(
  services: SendServices,
  order: Order,
  lines: LineLife[],
  account: CustomeowAccount,
): Promise<FailedLines> {
  const skus = await services.sql.rows<{ sku: string }>(
    integratedAmong(
      order.shopId,
      lines.map(({ sku }) => sku),
    ),
  );
  const integrated = new Set(skus.map(({ sku }) => sku));
  const foreign = lines.filter(({ sku }) => !integrated.has(sku));
  if (foreign.length > 0)
    return foreign.map((line) => ({
      line,
      failure: { code: "sku_unknown", parameters: quoted.sku(line.sku) },
    }));

  return linesWithUnknownDesign(services, order, lines, account);
}

/**
 * Asks for each design once, however many lines carry it. A line whose design is not known fails at once, so that it is
 * not asked for again should CustoMeow stop answering in the middle of many.
 */
async function linesWithUnknownDesign(
  { lifecycle }: SendServices,
  order: Order,
  lines: LineLife[],
  account: CustomeowAccount,
): Promise<FailedLines> {
  const unknown: FailedLines = [];
  for (const [customInfoId, ofDesign] of linesByDesign(lines)) {
    const templates = await account.client.templates(customInfoId);
    if (templates.ok || templates.failure.kind === "rejected") continue;
    if (templates.failure.kind !== "not_found") throw laterOrFailed(templates.failure);
    const failure: Failure = { code: "design_unknown", parameters: { design: customInfoId } };
    const failed = ofDesign.map((line) => ({ line, failure }));
    await lifecycle.change({ shopId: order.shopId, orderId: order.id }, (change) => {
      if (isSameAttempt(change.order, order)) failLines(change, failed);
    });
    unknown.push(...failed);
  }
  return unknown;
}

function linesByDesign(lines: LineLife[]): Map<CustomInfoId, LineLife[]> {
  const designs = new Map<CustomInfoId, LineLife[]>();
  for (const line of lines) {
    const customInfoId = line.customInfoId === null ? null : parseCustomInfoId(line.customInfoId);
    if (customInfoId !== null) designs.set(customInfoId, [...(designs.get(customInfoId) ?? []), line]);
  }
  return designs;
}

function noteNotTaken(change: OrderChange, { strangeAnswers }: Order, words: string): void {
  change.noteOrder({ strangeAnswers: strangeAnswers + 1 });
  if (strangeAnswers === 0) change.tell({ code: "order_not_taken_yet", parameters: quoted.words(words) });
}

/** Lines without a design are the likeliest to be refused, where nothing is seen: without them the others go on. */
function refuse(change: OrderChange, lines: LineLife[], seen: FailedLines, words: string): void {
  change.submissionHappens("attempt_undone");
  const undesigned = lines.filter(({ customInfoId }) => customInfoId === null);
  const guessed: FailedLines = undesigned.map((line) => ({
    line,
    failure: { code: "refused_without_design", parameters: quoted.words(words) },
  }));
  const failed = seen.length > 0 ? seen : guessed;
  if (failed.length === 0) {
    refuseAll(change, lines, words);
    return;
  }
  failLines(change, failed);
  change.noteOrder({ strangeAnswers: 0 });
  if (failed.length < lines.length) change.sendSoon();
}

function failLines(change: OrderChange, failed: FailedLines): void {
  for (const { line, failure } of failed) {
    const current = change.line(line.id);
    if (current !== null) change.lineFails(current, "refused", failure);
  }
}

function refuseAll(change: OrderChange, lines: LineLife[], words: string): void {
  if (!change.submissionHappens("refused")) return;
  change.tell({ code: "order_refused", parameters: quoted.words(words) });
  failLines(
    change,
    lines.map((line) => ({ line, failure: { code: "refused", parameters: quoted.words(words) } })),
  );
}
