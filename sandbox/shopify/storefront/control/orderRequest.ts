import { z } from "zod";

const property = z.object({ name: z.string().min(1), value: z.string() });

/** A map of names to values, or a list, where names may repeat. */
const properties = z.union([
  z.array(property),
  z
    .record(z.string(), z.string())
    .transform((map) => Object.entries(map).map(([name, value]) => ({ name, value }))),
]);

export const orderLine = z.strictObject({
  sku: z.string().min(1),
  quantity: z.int().min(1).default(1),
  properties: properties.default([]),
});

export const orderRequest = z.strictObject({
  orders: z.int().min(1).max(10_000).default(1),
  lines: z.array(orderLine).min(1),
  customer: z
    .strictObject({ firstName: z.string(), lastName: z.string(), email: z.string(), address: z.string() })
    .default({
      firstName: "Olivia",
      lastName: "Martin",
      email: "olivia@example.com",
      address: "12 Maple Street, Portland, ME 04101",
    }),
});

export const webhookRequest = z.strictObject({
  topic: z.string().min(1),
  payload: z.record(z.string(), z.unknown()).optional(),
});

/** Which deliveries are sent once more, and how often. */
export const resendRequest = z.strictObject({
  /** Only those of this topic. */
  topic: z.string().min(1).optional(),
  /** Only those that tell of this order. */
  order: z.string().min(1).optional(),
  copies: z.int().min(1).max(1_000).default(1),
  /** With the webhook's own id, or each with a new one. */
  id: z.enum(["same-id", "new-id"]).default("same-id"),
});
