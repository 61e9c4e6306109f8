import type { Request, RequestHandler, Response } from "express";
import { setTimeout as pause } from "node:timers/promises";
import type { Customeow } from "../customeow.ts";
import { commits, faultName, type ApiEndpoint, type Fault } from "../faults/fault.ts";
import { misbehave, sendJson, slownessOf, tooManyRequests } from "../faults/misbehave.ts";
import type { LoggedRequest } from "../requests/requestLog.ts";
import { within } from "../stores/random.ts";
import type { Store } from "../stores/stores.ts";
import { ApiError } from "./apiError.ts";
import { readJson } from "./body.ts";
import { envelopeText, success, type Answer } from "./envelope.ts";

/** A request whose key is good. */
export interface Call {
  customeow: Customeow;
  /** The stores that the key opens. */
  stores: readonly Store[];
  query: Record<string, unknown>;
  id: string;
  body: unknown;
  /** Notes in the log which store it was about. */
  about(store: Store): void;
}

/** Does the work and returns the envelope's `data`. @throws ApiError */
export type Act = (call: Call) => unknown;

/**
 * One endpoint of the API. A request is counted and logged when it arrives, whatever becomes of it;
 * the work is done, in one go, after the latency, also when the client has left by then.
 */
export function endpoint(customeow: Customeow, name: ApiEndpoint | "unknown", act: Act): RequestHandler {
  return (request, response, next) => {
    serve(customeow, name, act, request, response).catch(next);
  };
}

async function serve(
  customeow: Customeow,
  name: ApiEndpoint | "unknown",
  act: Act,
  request: Request,
  response: Response,
): Promise<void> {
  const key = request.header("x-api-key") ?? null;
  const stores = key === null ? undefined : customeow.stores.ofKey(key);
  const arrival = customeow.quotas.arrive(key ?? "");
  const fault = arrival.admitted && name !== "unknown" ? customeow.faults.take(name, key) : null;
  const logged = log(customeow, name, request, response, key, fault);
  if (!arrival.admitted) {
    logged.code = 429;
    tooManyRequests(response, arrival.retryAfterMilliseconds);
    return;
  }

  const body = await readJson(request).catch((error: unknown) => error);
  await pause(within(customeow.settings.latencyMilliseconds, customeow.random) + slownessOf(fault));
  if (fault && !commits(fault)) {
    misbehave(response, fault, null);
    return;
  }
  const about = (store: Store) => {
    logged.storeId = store.id;
  };
  const answer = answerTo(act, stores, {
    customeow,
    query: request.query,
    id: request.params["id"] ?? "",
    body,
    about,
  });
  logged.code = answer.envelope.code;
  if (fault) misbehave(response, fault, answer);
  else sendJson(response, answer.status, envelopeText(answer.envelope));
}

function answerTo(act: Act, stores: readonly Store[] | undefined, call: Omit<Call, "stores">): Answer {
  try {
    if (!stores) throw new ApiError("unknownKey", "The API key is missing or unknown.");
    if (call.body instanceof Error) throw call.body;
    return success(act({ ...call, stores }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const status = call.customeow.settings.errorStatus === "matching" ? error.status : statusOf(call.body);
    return { status, envelope: { code: error.code, message: error.message, data: null } };
  }
}

/** Errors come with HTTP 200, unless the body could not even be read. */
function statusOf(body: unknown): number {
  return body instanceof Error ? 400 : 200;
}

function log(
  customeow: Customeow,
  name: string,
  request: Request,
  response: Response,
  key: string | null,
  fault: Fault | null,
): LoggedRequest {
  const started = performance.now();
  const logged = customeow.requests.arrived({
    method: request.method,
    path: request.originalUrl,
    endpoint: name,
    key,
    fault: fault && faultName(fault),
  });
  response.once("close", () => {
    const status = response.writableFinished ? response.statusCode : null;
    customeow.requests.answered(logged, status, performance.now() - started);
  });
  return logged;
}
