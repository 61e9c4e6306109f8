import type { z } from "zod";
import { type Answer, LARGEST_ANSWER_BYTES, receive } from "./answer.ts";
import { canBeKey, withoutKey } from "./apiKey.ts";
import { cutOff } from "./cutOff.ts";
import { readEnvelope, unreadable } from "./envelope.ts";
import type { CustomeowFailure, CustomeowResult } from "./failure.ts";

/** One of the eight calls, as limiters and logs name it. */
export interface CallDescription {
  name: string;
  /** A write may have been carried out although no answer came. */
  kind: "read" | "write";
}

export interface CallRequest<Value> extends CallDescription {
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  value: z.ZodType<Value>;
}

export interface Connection {
  /** With the version, without a slash at its end: `https://openapi.customeow.io/v1`. */
  baseUrl: string;
  apiKey: string;
  /** For the whole exchange, the body included. The wait in `schedule` does not count. */
  timeoutMilliseconds: number;
  /**
   * Wraps every request, so that a limiter can make it wait, and see what came of it. It may also answer with a
   * failure of its own, without sending.
   */
  schedule: <Value>(
    call: CallDescription,
    send: () => Promise<CustomeowResult<Value>>,
  ) => Promise<CustomeowResult<Value>>;
}

/** Sends one request and turns whatever comes of it into a value or a failure. Never throws for what CustoMeow does. */
export async function call<Value>(
  connection: Connection,
  request: CallRequest<Value>,
): Promise<CustomeowResult<Value>> {
  if (!canBeKey(connection.apiKey)) return failed({ kind: "bad_key", message: "This is not an API key." });

  const description = { name: request.name, kind: request.kind };
  return connection.schedule(description, () => exchangeAndRead(connection, request));
}

async function exchangeAndRead<Value>(
  connection: Connection,
  request: CallRequest<Value>,
): Promise<CustomeowResult<Value>> {
  const exchanged = await exchange(connection, request);
  const result = "kind" in exchanged ? failed(exchanged) : readEnvelope(request, exchanged);
  if (result.ok) return result;
  const { failure } = result;
  return failed({ ...failure, message: withoutKey(failure.message, connection.apiKey) });
}

const failed = (failure: CustomeowFailure) => ({ ok: false as const, failure });

async function exchange<Value>(
  connection: Connection,
  request: CallRequest<Value>,
): Promise<Answer | CustomeowFailure> {
  let response: Response;
  try {
    response = await send(connection, request);
  } catch (error) {
    return cutOff(request, error, null);
  }
  const { answer, stopped } = await receive(response, connection.apiKey);
  if (stopped === null) return answer;
  if (stopped === "too large")
    return unreadable(request, `it is larger than ${LARGEST_ANSWER_BYTES} bytes`, answer.kept);
  return cutOff(request, stopped.error, answer.kept);
}

async function send<Value>(connection: Connection, request: CallRequest<Value>): Promise<Response> {
  const url = new URL(`${connection.baseUrl}${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const headers = { "X-Api-Key": connection.apiKey, accept: "application/json" };
  const signal = AbortSignal.timeout(connection.timeoutMilliseconds);
  // A redirection is an answer to keep, not an address to take the key to.
  const common = { signal, redirect: "manual" as const };

  if (request.body === undefined) return fetch(url, { ...common, headers });
  return fetch(url, {
    ...common,
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(request.body),
  });
}
