import type { CustomeowFailure, KeptAnswer } from "./failure.ts";

/** No answer, or only a part of one. A write that may have reached CustoMeow may have been carried out. */
export function cutOff(
  request: { name: string; kind: "read" | "write" },
  error: unknown,
  answer: KeptAnswer | null,
): CustomeowFailure {
  const reason = reasonOf(error);
  const message = `${request.name}: no complete answer from CustoMeow (${reason.text})`;
  if (request.kind === "read" || (answer === null && reason.neverSent))
    return { kind: "unavailable", message, answer };
  return { kind: "unknown_outcome", message, answer };
}

/** `fetch` hides the reason in the error's cause, and that of several addresses tried in the cause's first error. */
function reasonOf(error: unknown): { neverSent: boolean; text: string } {
  if (!(error instanceof Error)) return { neverSent: false, text: "the request failed" };
  if (error.name === "TimeoutError") return { neverSent: false, text: "it took too long" };
  const cause: unknown = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  if (!(cause instanceof Error)) return { neverSent: false, text: error.message };
  const code = "code" in cause ? String(cause.code) : "";
  const systemCall = "syscall" in cause ? cause.syscall : null;
  return {
    // Until a connection stands, nothing was sent.
    neverSent: systemCall === "connect" || systemCall === "getaddrinfo" || code === "UND_ERR_CONNECT_TIMEOUT",
    text: code || cause.message,
  };
}
