import type { Template } from "../customeow/customInfo.ts";
import type { CustomeowFailure } from "../customeow/failure.ts";
import { parseCustomInfoId } from "../customeow/ids.ts";
import { PostponedError } from "../jobs/postponed.ts";
import type { JobHandler } from "../jobs/work.ts";
import { type Failure, quoted } from "../orders/lifecycle/failures.ts";
import type { LineLife } from "../orders/lifecycle/life.ts";
import { pauseAfterStrangeAnswer } from "../orders/send/strangeAnswers.ts";
import { keepUnexpectedAnswer } from "../orders/send/unexpectedAnswer.ts";
import { retryLater } from "../accounts/retryLater.ts";
import { LONGEST_TITLE, storableText } from "../text/storableText.ts";
import type { ProductionServices } from "./productionServices.ts";

/** Finds the templates of a line item's design, and has a composite task started for each. */
export function listTemplatesHandler(services: ProductionServices): JobHandler<"list-templates"> {
  return async ({ shopId, lineItemId }) => {
    const life = await services.lifecycle.read({ shopId, lineItemId });
    const line = life?.lines[0];
    const customInfoId = parseCustomInfoId(line?.customInfoId ?? "");
    if (line?.state !== "sent" || customInfoId === null) return;
    const account = await services.customeow.forShop(shopId, "production");
    if (account === null) return;

    const listed = await account.client.templates(customInfoId);
    if (listed.ok) await keepTemplates(services, line, listed.value);
    else await handleFailure(services, line, listed.failure);
  };
}

async function keepTemplates(
  { lifecycle }: ProductionServices,
  { shopId, id: lineItemId }: LineLife,
  templates: Template[],
): Promise<void> {
  const templatesListedAt = new Date();
  await lifecycle.change({ shopId, lineItemId }, (change) => {
    const line = change.line(lineItemId);
    if (line === null) return;
    if (templates.length === 0) {
      if (change.lineHappens(line, "no_template", { templatesListedAt }))
        change.tell({ code: "no_template", parameters: {} }, line);
      return;
    }
    // Another worker may have come first; whoever moves the line goes on.
    if (!change.lineHappens(line, "templates_found", { templatesListedAt })) return;
    const once = new Map(
      templates.map((template, position) => [template.compositeId, { ...template, position }]),
    );
    for (const { compositeId, title, position } of once.values()) {
      const templateTitle = storableText(title, LONGEST_TITLE);
      change.addTask(line, { compositeId, templateTitle, position, attempt: 1, lostBefore: 0 });
    }
    change.tell({ code: "templates_found", parameters: { templates: once.size } }, line);
  });
}

async function handleFailure(
  { sql, lifecycle, timeoutMilliseconds }: ProductionServices,
  { shopId, orderId, id: lineItemId, customInfoId, strangeAnswers }: LineLife,
  failure: CustomeowFailure,
): Promise<void> {
  await keepUnexpectedAnswer(sql, { shopId, orderId }, "GET /custom-info/{id}/templates", failure);
  const fail = (reason: Failure) =>
    lifecycle.change({ shopId, lineItemId }, (change) => {
      const line = change.line(lineItemId);
      if (line !== null) change.lineFails(line, "templates_not_found", reason);
    });
  switch (failure.kind) {
    case "unavailable":
    case "over_quota":
    case "unknown_outcome":
    case "bad_key":
      throw retryLater(failure);
    case "not_found":
      await fail({ code: "design_unknown", parameters: { design: customInfoId ?? "" } });
      return;
    case "rejected":
    case "unexpected_answer": {
      const pause = pauseAfterStrangeAnswer(strangeAnswers, timeoutMilliseconds);
      if (pause === null) {
        await fail(reasonOf(failure));
        return;
      }
      await lifecycle.change({ shopId, lineItemId }, (change) => {
        const line = change.line(lineItemId);
        if (line !== null) change.noteLine(line, { strangeAnswers: strangeAnswers + 1 });
      });
      throw new PostponedError(failure.message, pause);
    }
  }
}

function reasonOf(failure: Extract<CustomeowFailure, { kind: "rejected" | "unexpected_answer" }>): Failure {
  return failure.kind === "rejected"
    ? { code: "templates_refused", parameters: quoted.words(failure.message) }
    : { code: "unexpected_answer", parameters: {} };
}
