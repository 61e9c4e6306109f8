import { z } from "zod";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import { type CustomeowFailures, factOfFailure } from "../accounts/customeowFailures.ts";
import { parseCustomInfoId } from "../customeow/ids.ts";
import type { Database } from "../database/database.ts";
import type { Fact, NoParameters } from "../facts/fact.ts";

/** What the shopper made. */
export interface DesignView {
  previews: string[];
  images: string[];
  texts: string[];
  choices: { label: string; value: string }[];
}

export type ReadDesign =
  { outcome: "read"; design: DesignView } | { outcome: "not_readable"; problem: Fact<DesignProblems> };

/** Why a design cannot be shown. */
export interface DesignProblems extends CustomeowFailures {
  no_design: NoParameters;
  /** At the customer's request. */
  design_deleted: NoParameters;
  not_connected: NoParameters;
}

/**
 * The design of a line item of this shop's. It is read from CustoMeow when a person first looks at it, and kept:
 * a design does not change once it was ordered, and each reading costs a request of the quota.
 */
export async function readDesign(
  services: { database: Database; customeow: CustomeowAccounts },
  shopId: string,
  lineItemId: string,
): Promise<ReadDesign> {
  const { database } = services;
  const line = await database.lineItem.findFirst({
    where: { id: lineItemId, shopId },
    select: { customInfoId: true },
  });
  const customInfoId = parseCustomInfoId(line?.customInfoId ?? "");
  if (customInfoId === null) return notReadable({ code: "no_design", parameters: {} });

  if (await isRedacted(database, shopId, customInfoId))
    return notReadable({ code: "design_deleted", parameters: {} });

  const kept = await database.design.findUnique({ where: { shopId_customInfoId: { shopId, customInfoId } } });
  if (kept !== null) return { outcome: "read", design: toView(kept) };

  const account = await services.customeow.forShop(shopId, "person");
  if (account === null) return notReadable({ code: "not_connected", parameters: {} });
  const read = await account.client.customInfo(customInfoId);
  if (!read.ok) return notReadable(factOfFailure(read.failure));

  const { effects: previews, images, texts, choices } = read.value;
  const labelled = choices.map(({ label, propertyName, value }) => ({ label: label || propertyName, value }));
  const design = { previews, images, texts, choices: labelled };
  await database.design.createMany({
    data: [{ shopId, customInfoId, ...design, readAt: new Date() }],
    skipDuplicates: true,
  });
  return { outcome: "read", design };
}

const notReadable = (problem: Fact<DesignProblems>): ReadDesign => ({ outcome: "not_readable", problem });

/** A design may stand in several lines; one that was deleted for one of them is shown for none. */
async function isRedacted(database: Database, shopId: string, customInfoId: string): Promise<boolean> {
  const redacted = await database.lineItem.findFirst({
    where: { shopId, customInfoId, redactedAt: { not: null } },
    select: { id: true },
  });
  return redacted !== null;
}

const keptChoices = z.array(z.object({ label: z.string(), value: z.string() }));

function toView(row: {
  previews: string[];
  images: string[];
  texts: string[];
  choices: unknown;
}): DesignView {
  const { previews, images, texts, choices } = row;
  return { previews, images, texts, choices: keptChoices.parse(choices) };
}
