import type { Answer } from "./answer.ts";
import type { CustomeowFailure } from "./failure.ts";

/*
 * Which codes and statuses CustoMeow gives is not documented, so an error is told by status, code and words together.
 * Invariant: nothing says "not done" or "does not exist" that may be a server's breakdown. An order would be created
 * twice for it.
 */

interface Call {
  name: string;
  kind: "read" | "write";
}

const TOO_MANY = /too many|rate.?limit|frequen/i;
const KEY = /\bapi[ _-]?key\b|unauthori[sz]ed/i;
const NOT_FOUND = /not (be )?found|not exist|doesn.?t exist|no such/i;

/** An envelope whose code is not 0. */
export function failureByCode(call: Call, answer: Answer, code: number, message: string): CustomeowFailure {
  const says = (number: number) => answer.httpStatus === number || code === number;
  const overQuota = { kind: "over_quota", retryAfterSeconds: seconds(answer.retryAfter), message } as const;

  if (says(429)) return overQuota;
  if (says(401) || says(403)) return { kind: "bad_key", message };
  if (says(404)) return { kind: "not_found", message };
  // Before the words: a gateway's "upstream not found" is no word about an order.
  if (answer.httpStatus >= 500) return notNow(call, answer, message);
  if (TOO_MANY.test(message)) return overQuota;
  if (KEY.test(message)) return { kind: "bad_key", message };
  if (NOT_FOUND.test(message)) return { kind: "not_found", message };
  if (code >= 500 && code < 600) return notNow(call, answer, message);
  return { kind: "rejected", code, message };
}

/**
 * An answer without envelope: a gateway's page, an empty body, another API's error.
 * @returns null where the status does not tell either.
 */
export function failureByStatus(call: Call, answer: Answer, isJson: boolean): CustomeowFailure | null {
  const { httpStatus: status, kept } = answer;
  const message = `${call.name}: CustoMeow answered ${status} without its envelope`;
  const isPage = /html/i.test(kept.contentType ?? "") || answer.body.trimStart().startsWith("<");

  if (status === 429) return { kind: "over_quota", retryAfterSeconds: seconds(answer.retryAfter), message };
  if (status === 401 || (status === 403 && !isPage)) return { kind: "bad_key", message };
  if (status === 404 && isJson) return { kind: "not_found", message };
  // A gateway that has no route, or that blocks: not CustoMeow's word about a key or an id.
  if (status === 403 || status === 404) return { kind: "unavailable", message, answer: kept };
  if (status >= 500 || status === 408) return notNow(call, answer, message);
  if (status >= 400) return { kind: "rejected", code: status, message, answer: kept };
  return null;
}

/** A 503, too, may come from a gateway that lost CustoMeow after a write was carried out. */
function notNow(call: Call, answer: Answer, message: string): CustomeowFailure {
  return { kind: call.kind === "read" ? "unavailable" : "unknown_outcome", message, answer: answer.kept };
}

/** For no longer than this is CustoMeow's word taken: somebody's slip must not stop a shop for a year. */
const LONGEST_RETRY_AFTER_SECONDS = 600;

/** `Retry-After` as seconds or as a date, cut to ten minutes; null where there is none that can be read. */
function seconds(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  const value = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(value) ? null : Math.min(LONGEST_RETRY_AFTER_SECONDS, Math.max(0, Math.ceil(value)));
}
