import { parseCustomInfoId } from "../../customeow/ids.ts";
import type { Sql } from "../../database/sql.ts";
import type { CustomeowAccount } from "../../accounts/customeowAccounts.ts";
import { integratedAmong } from "../../skus/integratedSkus.ts";
import { type Failure, quoted } from "../lifecycle/failures.ts";
import type { LineLife, OrderLife } from "../lifecycle/life.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";
import type { SendServices } from "./sendServices.ts";

type FailedLines = { line: LineLife; failure: Failure }[];

/**
 * CustoMeow refuses an order as a whole. Which line is to blame is found out here, so that its siblings go on:
 * a SKU that CustoMeow does not make, a design that CustoMeow does not know, then a line without design, then whatever
 * else, which fails all of them.
 */
export async function diagnoseRefusal(
  { sql: rows, lifecycle }: SendServices,
  { order }: OrderLife,
  lines: LineLife[],
  account: CustomeowAccount,
  words: string,
): Promise<void> {
  const { shopId, id: orderId } = order;
  const failed = await linesToBlame(rows, shopId, lines, account, words);
  await lifecycle.change({ shopId, orderId }, (change) => {
    if (failed.length === 0) {
      refuseAll(change, lines, words);
      return;
    }
    failLines(change, failed);
    // The others are sent without them.
    if (failed.length < lines.length) change.sendSoon();
  });
}

async function linesToBlame(
  rows: Sql,
  shopId: string,
  lines: LineLife[],
  account: CustomeowAccount,
  words: string,
): Promise<FailedLines> {
  const skus = await rows.rows<{ sku: string }>(
    integratedAmong(
      shopId,
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

  const unknown = await linesWithUnknownDesign(account, lines);
  if (unknown.length > 0)
    return unknown.map((line) => ({
      line,
      failure: { code: "design_unknown", parameters: { design: line.customInfoId ?? "" } },
    }));

  const undesigned = lines.filter(({ customInfoId }) => customInfoId === null);
  return undesigned.map((line) => ({
    line,
    failure: { code: "refused_without_design", parameters: quoted.words(words) },
  }));
}

async function linesWithUnknownDesign(account: CustomeowAccount, lines: LineLife[]): Promise<LineLife[]> {
  const unknown: LineLife[] = [];
  for (const line of lines) {
    const customInfoId = line.customInfoId === null ? null : parseCustomInfoId(line.customInfoId);
    if (customInfoId === null) continue;
    const templates = await account.client.templates(customInfoId);
    if (templates.ok) continue;
    const { kind, message } = templates.failure;
    if (kind === "not_found" || kind === "rejected") unknown.push(line);
    else throw new Error(`The designs of a refused order could not be checked: ${message}`);
  }
  return unknown;
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
