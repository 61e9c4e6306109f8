import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Job } from "pg-boss";
import type { StoredJob } from "./newJobs.ts";
import type { Outcome } from "./outcomes.ts";

/** Where a job came from, as pg-boss stored it when the job was handed in. */
const origins = new WeakMap<object, unknown>();

/** Keeps what pg-boss takes off a row before it gives it to who fetched it. */
export function rememberOrigin(row: object): void {
  if ("__traceContext" in row && row.__traceContext !== null) origins.set(row, row.__traceContext);
}

/**
 * Works on a job in a span that goes on with the trace in which it was handed in, as pg-boss's own workers do. Without
 * an OpenTelemetry SDK, nothing is traced.
 */
export async function inSpan(job: Job<StoredJob>, action: () => Promise<Outcome>): Promise<Outcome> {
  const origin = origins.get(job);
  const parent = origin === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, origin);
  const attributes = {
    "messaging.system": "pg-boss",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.name": job.name,
    "messaging.message.id": job.id,
    "pgboss.job.retry_count": job.retryCount,
  };
  const tracer = trace.getTracer("customeow-for-shopify");
  const span = tracer.startSpan(`process ${job.data.job}`, { kind: SpanKind.CONSUMER, attributes }, parent);
  try {
    const outcome = await context.with(trace.setSpan(parent, span), action);
    if (outcome.outcome === "failed") {
      span.recordException(outcome.error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.error.message });
    }
    return outcome;
  } finally {
    span.end();
  }
}
