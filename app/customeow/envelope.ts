import { z } from "zod";
import type { Answer } from "./answer.ts";
import { failureByCode, failureByStatus } from "./classify.ts";
import { asCleanText, cleanText } from "./cleanText.ts";
import type { CustomeowFailure, CustomeowResult, KeptAnswer } from "./failure.ts";
import { parseCleanly } from "./losslessJson.ts";

interface Expectation<Value> {
  name: string;
  kind: "read" | "write";
  value: z.ZodType<Value>;
}

const envelope = z.object({
  code: z.union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ]),
  message: z.unknown().optional().transform(asCleanText),
  data: z.unknown().optional(),
});

/**
 * Opens CustoMeow's envelope `{ code, message, data }`. `code` 0 is success, any other an error, whatever the HTTP
 * status says (reference, every call's "Response status code").
 */
export function readEnvelope<Value>(expected: Expectation<Value>, answer: Answer): CustomeowResult<Value> {
  const json = parse(answer.body);
  const opened = envelope.safeParse(json);
  if (!opened.success) {
    const told = failureByStatus(expected, answer, typeof json === "object" && json !== null);
    return fail(told ?? unreadable(expected, "it has no envelope", answer.kept));
  }
  const { code, message, data } = opened.data;
  if (code !== 0)
    return fail(failureByCode(expected, answer, code, message || `CustoMeow answered with code ${code}`));

  const value = expected.value.safeParse(data);
  if (value.success) return { ok: true, value: value.data };
  return fail(unreadable(expected, cleanText(z.prettifyError(value.error)), answer.kept));
}

/** A write that was answered in a form we cannot read may well have been carried out. */
export function unreadable(
  expected: { name: string; kind: "read" | "write" },
  detail: string,
  answer: KeptAnswer,
): CustomeowFailure {
  const message = `${expected.name}: CustoMeow's answer is not what its reference describes (${detail})`;
  return { kind: expected.kind === "read" ? "unexpected_answer" : "unknown_outcome", message, answer };
}

const fail = (failure: CustomeowFailure) => ({ ok: false as const, failure });

function parse(body: string): unknown {
  try {
    return parseCleanly(body);
  } catch {
    return undefined;
  }
}
