import { z } from "zod";
import { ApiError } from "../api/apiError.ts";

const id = z.string().regex(/^\d+$/, "must be digits, in a string");
const text = z.string();

const lineItem = z.object({
  sku: text.min(1),
  customInfoId: id,
  platformItemId: text.min(1),
  platformProductId: text,
  platformProductTitle: text,
  platformVariantTitle: text,
  platformVariantId: text,
  platformProductImage: text,
  quantity: z.number().int().min(1),
  price: z.string().regex(/^\d+(\.\d+)?$/, 'must be a decimal string such as "20.23"'),
});

/** `POST /order` (reference, Create order). Fields that nobody knows are let through. */
const orderRequest = z.object({
  storeId: id,
  platformOrderId: text.min(1),
  platformOrderNo: text.min(1),
  platformCreatedAt: z.iso.datetime({ offset: true }),
  currencyCode: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters such as "USD"'),
  lineItems: z.array(lineItem).min(1),
});

export type OrderRequest = z.infer<typeof orderRequest>;
export type LineItemRequest = OrderRequest["lineItems"][number];

/** @throws ApiError that names the first field that is wrong. */
export function parseOrderRequest(body: unknown): OrderRequest {
  return parseParameters(orderRequest, body);
}

/** @throws ApiError that names the first field that is wrong, e.g. `lineItems[0].quantity: …`. */
export function parseParameters<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiError("badParameter", `${fieldName(issue?.path ?? [])}: ${issue?.message ?? "is wrong"}`);
}

function fieldName(path: PropertyKey[]): string {
  const name = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return name.replace(/^\./, "") || "body";
}
