import { z } from "zod";
import { type CustomeowFailure, type CustomeowResult, keepAnswer, type KeptAnswer } from "./failure.ts";
import { parseLosslessly } from "./losslessJson.ts";

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
  message: z
    .string()
    .nullish()
    .transform((message) => message ?? ""),
  data: z.unknown(),
});

/**
 * Opens CustoMeow's envelope `{ code, message, data }`. `code` 0 is success, any other an error, whatever the HTTP
 * status says (reference, every call's "Response status code"). Which codes there are is not documented, so
 * an error is told by status, code and words together.
 */
export function readEnvelope<Value>(
  expected: Expectation<Value>,
  response: Response,
  body: string,
): CustomeowResult<Value> {
  const answer = keepAnswer(response, body);
  const opened = open(body);
  if (opened === null) return fail(withoutEnvelope(expected, response, answer));
  if (opened.code !== 0) return fail(withErrorCode(expected, response, opened.code, opened.message, answer));

  const value = expected.value.safeParse(opened.data);
  if (value.success) return { ok: true, value: value.data };
  return fail(unreadable(expected, z.prettifyError(value.error), answer));
}

const fail = (failure: CustomeowFailure) => ({ ok: false as const, failure });

function open(body: string): z.output<typeof envelope> | null {
  try {
    const parsed = envelope.safeParse(parseLosslessly(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A gateway's page, an empty body, garbage. */
function withoutEnvelope(
  expected: Expectation<unknown>,
  response: Response,
  answer: KeptAnswer,
): CustomeowFailure {
  const message = `${expected.name}: CustoMeow answered ${response.status} without a readable body`;
  if (response.status === 429)
    return { kind: "over_quota", retryAfterSeconds: retryAfter(response), message };
  if (response.status === 401 || response.status === 403) return { kind: "bad_key", message };
  if (response.status >= 500) return notNow(expected, message, answer);
  if (response.status >= 400) return { kind: "rejected", code: response.status, message };
  return unreadable(expected, message, answer);
}

function withErrorCode(
  expected: Expectation<unknown>,
  response: Response,
  code: number,
  words: string,
  answer: KeptAnswer,
): CustomeowFailure {
  const says = (number: number, pattern: RegExp) =>
    response.status === number || code === number || pattern.test(words);
  const message = words || `CustoMeow answered with code ${code}`;
  if (says(429, /too many|rate.?limit|frequen/i))
    return { kind: "over_quota", retryAfterSeconds: retryAfter(response), message };
  if (says(401, /api.?key|unauthori[sz]ed/i) || response.status === 403 || code === 403)
    return { kind: "bad_key", message };
  if (says(404, /not (found|exist)|no such|does ?n.t exist|unknown/i)) return { kind: "not_found", message };
  if (response.status >= 500 || (code >= 500 && code < 600)) return notNow(expected, message, answer);
  return { kind: "rejected", code, message };
}

function notNow(expected: Expectation<unknown>, message: string, answer: KeptAnswer): CustomeowFailure {
  return { kind: expected.kind === "read" ? "unavailable" : "unknown_outcome", message, answer };
}

/** A write that was answered in a form we cannot read may well have been carried out. */
function unreadable(expected: Expectation<unknown>, detail: string, answer: KeptAnswer): CustomeowFailure {
  const message = `${expected.name}: CustoMeow's answer is not what its reference describes (${detail})`;
  return { kind: expected.kind === "read" ? "unexpected_answer" : "unknown_outcome", message, answer };
}

/** Seconds, or null where the header is missing or a date that cannot be read. */
function retryAfter(response: Response): number | null {
  const header = response.headers.get("retry-after");
  if (header === null) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
