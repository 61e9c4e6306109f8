import type { LineItem } from "@prisma/client";
import type { Template } from "../customeow/customInfo.ts";
import type { CustomeowFailure } from "../customeow/failure.ts";
import { parseCustomInfoId } from "../customeow/ids.ts";
import type { JobHandler } from "../jobs/work.ts";
import { lineFailures } from "../orders/failure.ts";
import { advanceLineItem, failLineItem } from "../orders/lineItemState.ts";
import { lockOrder } from "../orders/lockOrder.ts";
import { LONGEST_TITLE, storableText } from "../text/storableText.ts";
import { stopForRefusedKey } from "../orders/refusedKey.ts";
import { keepUnexpectedAnswer } from "../orders/unexpectedAnswer.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { retryLater } from "../accounts/retryLater.ts";
import type { ProductionServices } from "./productionServices.ts";

/** Finds the templates of a line item's design, and has a composite task started for each. */
export function listTemplatesHandler(services: ProductionServices): JobHandler<"list-templates"> {
  return async ({ shopId, lineItemId }) => {
    const { database } = services;
    const line = await database.lineItem.findFirst({ where: { id: lineItemId, shopId, state: "sent" } });
    const customInfoId = parseCustomInfoId(line?.customInfoId ?? "");
    const account = await services.customeow.forShop(shopId, "production");
    if (line === null || customInfoId === null || account === null) return;

    const listed = await account.client.templates(customInfoId);
    if (listed.ok) await keepTemplates(services, line, listed.value);
    else await handleFailure(services, line, account, listed.failure);
  };
}

async function keepTemplates(
  services: ProductionServices,
  line: LineItem,
  templates: Template[],
): Promise<void> {
  await services.database.$transaction(async (transaction) => {
    await lockOrder(transaction, line.orderId);
    // Another worker may have come first; whoever sets the time goes on.
    const { count } = await transaction.lineItem.updateMany({
      where: { id: line.id, state: "sent" },
      data: { templatesListedAt: new Date() },
    });
    if (count === 0) return;
    if (templates.length === 0) {
      const message = "CustoMeow has no template for this design, so there is no production file to make.";
      await advanceLineItem(
        transaction,
        line,
        { from: ["sent"], to: "no_template" },
        { kind: "no_template", message },
      );
      return;
    }
    const tasks = await transaction.compositeTask.createManyAndReturn({
      data: templates.map(({ compositeId, title }, position) => ({
        shopId: line.shopId,
        lineItemId: line.id,
        compositeId,
        templateTitle: storableText(title, LONGEST_TITLE),
        position,
      })),
      skipDuplicates: true,
      select: { id: true },
    });
    const message = tasks.length === 1 ? "1 template found." : `${tasks.length} templates found.`;
    await advanceLineItem(
      transaction,
      line,
      { from: ["sent"], to: "composing" },
      { kind: "templates_found", message },
    );
    for (const { id } of tasks)
      await services.jobs.enqueue(transaction, "start-composite-task", { shopId: line.shopId, taskId: id });
  });
}

async function handleFailure(
  services: ProductionServices,
  line: LineItem,
  account: CustomeowAccount,
  failure: CustomeowFailure,
): Promise<void> {
  const { database } = services;
  await keepUnexpectedAnswer(database, line, "GET /custom-info/{id}/templates", failure);
  switch (failure.kind) {
    case "unavailable":
    case "over_quota":
    case "unknown_outcome":
      throw retryLater(failure);
    case "bad_key":
      await stopForRefusedKey(database, line, account.apiKeyFingerprint);
      return;
    case "not_found":
      await database.$transaction((rows) =>
        failLineItem(rows, line, ["sent"], lineFailures.designUnknown(line.customInfoId ?? "")),
      );
      return;
    case "rejected":
      await database.$transaction((rows) =>
        failLineItem(rows, line, ["sent"], lineFailures.templatesRefused(failure.message)),
      );
      return;
    case "unexpected_answer":
      await database.$transaction((rows) =>
        failLineItem(rows, line, ["sent"], lineFailures.unexpectedAnswer()),
      );
  }
}
