import { z } from "zod";
import { parseLosslessly } from "../customeow/losslessJson.ts";
import type { Transaction } from "../database/database.ts";
import type { Processed } from "./processed.ts";

const id = z.union([z.string(), z.number().transform(String)]);
const payload = z.object({ orders_to_redact: z.array(id).nullish() });

/**
 * `customers/redact`: the texts and pictures that a shopper put into a design are the only thing of theirs that is
 * stored. They go; the order stays, so that nothing is made twice.
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
export async function redactOrders(
  transaction: Transaction,
  shopDomain: string,
  body: string,
): Promise<Processed> {
  const parsed = payload.safeParse(parseLosslessly(body));
  const platformOrderIds = parsed.success ? (parsed.data.orders_to_redact ?? []) : [];
  const lines = await transaction.lineItem.findMany({
    where: { shop: { domain: shopDomain }, order: { platformOrderId: { in: platformOrderIds } } },
    select: { id: true, customInfoId: true },
  });
  const designs = lines.flatMap(({ customInfoId }) => customInfoId ?? []);
  // A design is read from CustoMeow when a person looks at it: the mark keeps it from coming back.
  await transaction.lineItem.updateMany({
    where: { id: { in: lines.map(({ id: lineItemId }) => lineItemId) }, redactedAt: null },
    data: { redactedAt: new Date() },
  });
  const { count } = await transaction.design.deleteMany({
    where: { shop: { domain: shopDomain }, customInfoId: { in: designs } },
  });
  await transaction.webhookDelivery.updateMany({
    where: { shopDomain, OR: platformOrderIds.map((order) => ({ body: { contains: `"id":${order},` } })) },
    data: { body: "{}" },
  });
  return {
    state: "processed",
    outcome: { code: "customer_redacted", parameters: { designs: count, items: lines.length } },
  };
}
