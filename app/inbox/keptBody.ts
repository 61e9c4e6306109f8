import { z } from "zod";
import { parseLosslessly } from "../customeow/losslessJson.ts";

const id = z.union([z.string(), z.number().transform(String)]);
const ids = z.array(id).nullish();
const aboutCustomer = z.object({ orders_to_redact: ids, orders_requested: ids });

/**
 * What is stored of a webhook's body. Shopify's two topics about a customer carry that customer's e-mail and phone:
 * only the ids of the orders stay, which are all that the app needs.
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
export function keptBody(topic: string, body: string): string {
  if (topic !== "customers/redact" && topic !== "customers/data_request") return body;
  const parsed = aboutCustomer.safeParse(readJson(body));
  return JSON.stringify(parsed.success ? parsed.data : {});
}

/** Shopify's ids of the orders that a webhook about a customer names. */
export function ordersNamed(body: string): { orders_to_redact: string[]; orders_requested: string[] } {
  const parsed = aboutCustomer.safeParse(readJson(body));
  const { orders_to_redact, orders_requested } = parsed.success ? parsed.data : {};
  return { orders_to_redact: orders_to_redact ?? [], orders_requested: orders_requested ?? [] };
}

function readJson(body: string): unknown {
  try {
    return parseLosslessly(body);
  } catch {
    return null;
  }
}
