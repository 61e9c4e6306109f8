import { z } from "zod";
import { parseCustomInfoId } from "../customeow/ids.ts";
import type { Database } from "../database/database.ts";
import { explainFailure } from "../accounts/explainFailure.ts";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";

/** What the shopper made. */
export interface DesignView {
  previews: string[];
  images: string[];
  texts: string[];
  choices: { label: string; value: string }[];
}

export type ReadDesign =
  { outcome: "read"; design: DesignView } | { outcome: "not_readable"; reason: string };

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
  if (customInfoId === null) return { outcome: "not_readable", reason: "This item has no design." };

  if (await isRedacted(database, shopId, customInfoId))
    return { outcome: "not_readable", reason: "This design was deleted at the customer's request." };

  const kept = await database.design.findUnique({ where: { shopId_customInfoId: { shopId, customInfoId } } });
  if (kept !== null) return { outcome: "read", design: toView(kept) };

  const account = await services.customeow.forShop(shopId, "person");
  if (account === null)
    return { outcome: "not_readable", reason: "Connect CustoMeow in Settings to see the design." };
  const read = await account.client.customInfo(customInfoId);
  if (!read.ok) return { outcome: "not_readable", reason: explainFailure(read.failure) };

  const { effects: previews, images, texts, choices } = read.value;
  const labelled = choices.map(({ label, propertyName, value }) => ({ label: label || propertyName, value }));
  const design = { previews, images, texts, choices: labelled };
  await database.design.createMany({
    data: [{ shopId, customInfoId, ...design, readAt: new Date() }],
    skipDuplicates: true,
  });
  return { outcome: "read", design };
}

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
