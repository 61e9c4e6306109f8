import type { z } from "zod";
import { readEnvelope } from "./envelope.ts";
import { keepAnswer, type CustomeowFailure, type CustomeowResult } from "./failure.ts";

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
  /** For the whole exchange, the body included. */
  timeoutMilliseconds: number;
  /** Wraps every request, so that a limiter can make it wait. */
  schedule: <Answer>(call: CallDescription, send: () => Promise<Answer>) => Promise<Answer>;
}

interface ReceivedAnswer {
  response: Response;
  body: string;
}

const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Sends one request and turns whatever comes of it into a value or a failure. Never throws for what CustoMeow does. */
export async function call<Value>(
  connection: Connection,
  request: CallRequest<Value>,
): Promise<CustomeowResult<Value>> {
  const description = { name: request.name, kind: request.kind };
  const received = await connection.schedule(description, () => exchange(connection, request));
  if ("kind" in received) return { ok: false, failure: received };
  return readEnvelope(request, received.response, received.body);
}

async function exchange<Value>(
  connection: Connection,
  request: CallRequest<Value>,
): Promise<ReceivedAnswer | CustomeowFailure> {
  const url = new URL(`${connection.baseUrl}${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);

  let response: Response | null = null;
  try {
    response = await fetch(url, {
      method: request.body === undefined ? "GET" : "POST",
      headers: {
        "X-Api-Key": connection.apiKey,
        accept: "application/json",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(connection.timeoutMilliseconds),
      redirect: "error",
    });
    return { response, body: await readBody(response) };
  } catch (error) {
    return cutOff(request, error, response);
  }
}

async function readBody(response: Response): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_ANSWER_BYTES)
      throw new Error(`the answer is larger than ${LARGEST_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Before a connection stood, nothing was sent; afterwards a write may have been carried out. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function cutOff(request: CallDescription, error: unknown, response: Response | null): CustomeowFailure {
  const reason = reasonOf(error);
  const answer = response === null ? null : keepAnswer(response, "");
  const message = `${request.name}: no complete answer from CustoMeow (${reason.text})`;
  if (request.kind === "read" || NEVER_SENT.has(reason.code)) return { kind: "unavailable", message, answer };
  return { kind: "unknown_outcome", message, answer };
}

/** `fetch` hides the reason in the error's cause, and a happy-eyeballs failure in that one's first error. */
function reasonOf(error: unknown): { code: string; text: string } {
  if (!(error instanceof Error)) return { code: "", text: String(error) };
  if (error.name === "TimeoutError") return { code: "", text: "it took too long" };
  const cause: unknown = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const detail = cause instanceof Error ? cause.message : error.message;
  return { code, text: code || detail };
}
