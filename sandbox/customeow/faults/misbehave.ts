import type { RequestHandler, Response } from "express";
import { setTimeout as pause } from "node:timers/promises";
import { envelopeText, type Answer } from "../api/envelope.ts";
import type { Customeow } from "../customeow.ts";
import type { Fault, FaultyPlace } from "./fault.ts";

const DEFAULT_SLOWNESS_MILLISECONDS = 3_000;
const DEFAULT_RETRY_AFTER_MILLISECONDS = 10_000;

/**
 * Answers as the fault wants it.
 * @param answer what would have been answered; null when the work was not done
 */
export function misbehave(response: Response, fault: Fault, answer: Answer | null): void {
  switch (fault.fault) {
    case "status": {
      sendJson(
        response,
        fault.status,
        envelopeText({ code: fault.status, message: fault.message, data: null }),
      );
      return;
    }
    case "business-error": {
      sendJson(response, 200, envelopeText({ code: fault.code, message: fault.message, data: null }));
      return;
    }
    case "timeout": {
      hang(response, fault.milliseconds);
      return;
    }
    case "reset": {
      reset(response);
      return;
    }
    case "garbage": {
      sendJson(response, 200, '{"code":0,"message":"OK","data":{"id":"1738498');
      return;
    }
    case "html-502": {
      sendPage(response, 502, "502 Bad Gateway");
      return;
    }
    case "outage": {
      sendPage(response, 503, "503 Service Temporarily Unavailable");
      return;
    }
    case "over-quota": {
      tooManyRequests(response, fault.milliseconds ?? DEFAULT_RETRY_AFTER_MILLISECONDS);
      return;
    }
    case "wrong-types": {
      sendJson(response, answer?.status ?? 200, envelopeText(withWrongTypes(answer)));
      return;
    }
    case "numeric-ids": {
      sendJson(response, answer?.status ?? 200, withNumericIds(answer));
      return;
    }
    case "slow": {
      sendJson(response, answer?.status ?? 200, answer ? envelopeText(answer.envelope) : "");
      return;
    }
  }
}

/** How much a fault slows a request down before anything else happens. */
export function slownessOf(fault: Fault | null): number {
  return fault?.fault === "slow" ? (fault.milliseconds ?? DEFAULT_SLOWNESS_MILLISECONDS) : 0;
}

/** Lets the faults of one place strike ahead of its own handlers; those that act on JSON answers do nothing here. */
export function faultGate(customeow: Customeow, place: FaultyPlace): RequestHandler {
  return (_request, response, next) => {
    const fault = customeow.faults.take(place, null);
    if (!fault || fault.fault === "wrong-types" || fault.fault === "numeric-ids") {
      next();
      return;
    }
    if (fault.fault === "slow")
      void pause(slownessOf(fault)).then(() => {
        next();
      });
    else misbehave(response, fault, null);
  };
}

/** Over quota: HTTP says it too, and how many whole seconds to wait. */
export function tooManyRequests(response: Response, retryAfterMilliseconds: number): void {
  response.set("Retry-After", String(Math.max(1, Math.ceil(retryAfterMilliseconds / 1000))));
  sendJson(response, 429, envelopeText({ code: 429, message: "Too many requests", data: null }));
}

export function sendJson(response: Response, status: number, text: string): void {
  response.status(status).type("application/json").send(text);
}

/** Held until the client leaves, or cut after a while. */
function hang(response: Response, milliseconds: number | undefined): void {
  if (milliseconds === undefined) return;
  const timer = setTimeout(() => response.socket?.destroy(), milliseconds);
  response.once("close", () => {
    clearTimeout(timer);
  });
}

function reset(response: Response): void {
  response.socket?.resetAndDestroy();
}

function sendPage(response: Response, status: number, title: string): void {
  response
    .status(status)
    .type("text/html")
    .send(
      `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`,
    );
}

/** Ids come as bare JSON numbers, with all their digits: a parser that makes doubles of them loses some. */
function withNumericIds(answer: Answer | null): string {
  return answer ? envelopeText(answer.envelope).replace(/"(id|\w*Id)":"(\d+)"/g, '"$1":$2') : "";
}

function withWrongTypes(answer: Answer | null) {
  const data = answer?.envelope.data;
  return { code: 0, message: "OK", data: data === null || data === undefined ? 1 : wrong(data) };
}

function wrong(value: unknown): unknown {
  if (typeof value === "number") return "a few";
  if (typeof value === "string") return { text: value };
  if (Array.isArray(value)) return null;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wrong(inner)]));
}
