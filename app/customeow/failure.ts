/** An answer as it came, kept so that it can be understood later. The API key never stands in it. */
export interface KeptAnswer {
  httpStatus: number;
  contentType: string | null;
  /** At most 16,384 characters of it. */
  body: string;
}

/**
 * Why a call did not give what it should, as far as a caller can act on it.
 * - `bad_key`: the API key is not accepted; nothing was done. It may be a slip: try again, not before
 *   `retryAfterSeconds` where it is told.
 * - `not_found`: what an id names does not exist, or not in this store.
 * - `rejected`: understood and refused, with CustoMeow's code and words. Repeating it gives the same. It carries the
 *   answer where that was not CustoMeow's documented form; the code is then the HTTP status.
 * - `over_quota`: too many requests; nothing was done.
 * - `unavailable`: certainly nothing was done. Try again later, not before `retryAfterSeconds` where it is told.
 * - `unknown_outcome`: a write that may or may not have been carried out. Look it up before repeating it.
 * - `unexpected_answer`: a reading that was answered, but not in a form that is documented.
 */
export type CustomeowFailure =
  | { kind: "bad_key"; retryAfterSeconds?: number; message: string }
  | { kind: "not_found"; message: string }
  | { kind: "rejected"; code: number; message: string; answer?: KeptAnswer }
  | { kind: "over_quota"; retryAfterSeconds: number | null; message: string }
  | { kind: "unavailable"; retryAfterSeconds?: number; message: string; answer: KeptAnswer | null }
  | { kind: "unknown_outcome"; message: string; answer: KeptAnswer | null }
  | { kind: "unexpected_answer"; message: string; answer: KeptAnswer };

export type CustomeowResult<Value> = { ok: true; value: Value } | { ok: false; failure: CustomeowFailure };

/** The answer that a failure carries, where there is one worth keeping. */
export function answerOf(failure: CustomeowFailure): KeptAnswer | null {
  return "answer" in failure ? (failure.answer ?? null) : null;
}
