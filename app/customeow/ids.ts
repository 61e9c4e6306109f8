import { z } from "zod";

/**
 * CustoMeow's ids are snowflakes of 18 digits, larger than 2^53: they are strings everywhere. An answer that
 * carries one as a bare JSON number reaches these schemas with every digit, see losslessJson.ts.
 */
const digits = z
  .union([z.string(), z.number().int().nonnegative().transform(String)])
  .pipe(z.string().regex(/^\d{1,20}$/));

export const customInfoId = digits.brand<"CustomInfoId">();
export const customeowOrderId = digits.brand<"CustomeowOrderId">();
export const customeowSkuId = digits.brand<"CustomeowSkuId">();
export const compositeId = digits.brand<"CompositeId">();
export const compositeTaskId = digits.brand<"CompositeTaskId">();

/** The id of what a shopper designed. */
export type CustomInfoId = z.output<typeof customInfoId>;
/** The id of an order in CustoMeow. */
export type CustomeowOrderId = z.output<typeof customeowOrderId>;
/** The id of a row of CustoMeow's SKU list. */
export type CustomeowSkuId = z.output<typeof customeowSkuId>;
/** The id of a template, from which production files are made. */
export type CompositeId = z.output<typeof compositeId>;
/** The id of the making of one template's files. */
export type CompositeTaskId = z.output<typeof compositeTaskId>;

/** What stands in an order's line in place of a design that was not made yet. */
export const NO_DESIGN = customInfoId.parse("0");

/** An id of the shop's platform, or text that is only shown: numbers become strings, nothing becomes "". */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? "" : String(value)));

/** A list that CustoMeow may leave out or give as null. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/** A count: CustoMeow writes it as a number here and as a string there. */
export const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().nonnegative());

/** The design of a line, or null where there is none: `"0"`, `""`, missing. */
export const optionalCustomInfoId = z
  .union([z.literal(""), z.literal("0"), z.literal(0), customInfoId])
  .nullish()
  .transform((value) => (value === "" || value === 0 || value === "0" ? null : (value ?? null)));

/** Reads an id that came from outside, e.g. a line-item property; null where it is not one. */
export function parseCustomInfoId(value: string): CustomInfoId | null {
  const parsed = customInfoId.safeParse(value.trim());
  return parsed.success && /[1-9]/.test(parsed.data) ? parsed.data : null;
}
