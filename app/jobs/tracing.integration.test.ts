import { propagation, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { createLog } from "../log/log.ts";
import { startBoss } from "./boss.ts";
import { fetchJobs } from "./fetchJobs.ts";
import { createJobQueue } from "./queue.ts";
import { inSpan } from "./tracing.ts";

const exporter = new InMemorySpanExporter();
let test: TestDatabase;

beforeAll(async () => {
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  test = await testDatabase();
});
afterAll(async () => {
  await test.close();
  trace.disable();
  propagation.disable();
});

const spanNamed = (name: string): ReadableSpan => {
  const span = exporter.getFinishedSpans().find((one) => one.name === name);
  if (span === undefined) throw new Error(`There is no span ${name}.`);
  return span;
};

it("works on a job in the trace in which it was handed in, also by another statement", async () => {
  const boss = await startBoss(test.pool, "test", createLog("silent"));
  const jobs = createJobQueue(boss);
  const payloads = sql`SELECT jsonb_build_object('shopId', 'a shop', 'orderId', 'an order') AS payload`;
  for (const handIn of [
    () => jobs.enqueue(test.sql, "create-order", { shopId: "a shop", orderId: "an order" }),
    async () =>
      test.sql.rows(sql`WITH jobs AS (${await jobs.insertionForEach("create-order", payloads)}) SELECT`),
  ]) {
    exporter.reset();
    await handIn();
    const [job] = await fetchJobs(boss, "orders", { batchSize: 1, ignoreGroups: [] }, []);
    if (job === undefined) throw new Error("There is no job.");
    await inSpan(job, () => Promise.resolve({ outcome: "failed", error: new Error("It failed.") }));
    await boss.complete("orders", job);

    const sent = spanNamed("insert orders").spanContext();
    const processed = spanNamed("process create-order");
    expect(processed.spanContext().traceId).toBe(sent.traceId);
    expect(processed.parentSpanContext?.spanId).toBe(sent.spanId);
    expect(processed.status.message).toBe("It failed.");
  }
  await boss.stop({ graceful: false });
});
