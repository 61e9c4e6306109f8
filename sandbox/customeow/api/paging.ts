import { z } from "zod";
import { parseParameters } from "../orders/orderRequest.ts";
import type { Call } from "./endpoint.ts";

const whole = (byDefault: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "must be a whole number from 1")
    .transform(Number)
    .default(byDefault);

const paging = z.object({ page: whole(1), pageSize: whole(10) });

/** `page` counts from 1. Page sizes above the maximum are cut to it without a word (our choice: undocumented). */
export function pageOf(call: Call): { skip: number; take: number } {
  const { page, pageSize } = parseParameters(paging, call.query);
  const take = Math.min(pageSize, call.customeow.settings.maximumPageSize);
  return { skip: (page - 1) * take, take };
}

/** A query parameter that must be there. @throws ApiError */
export function required(call: Call, name: string): string {
  return parseParameters(z.object({ [name]: z.string().min(1) }), call.query)[name] ?? "";
}
