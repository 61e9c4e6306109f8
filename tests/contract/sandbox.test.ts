import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createCustomeowClient } from "../../app/customeow/client.ts";
import { customInfoId } from "../../app/customeow/ids.ts";
import { startCustomeow } from "../../sandbox/customeow/start.ts";
import { battery } from "./battery.ts";
import { clientOf, type Subject } from "./subject.ts";
import { newOrder } from "./writingChecks.ts";

const apiKey = "contract-key-4f1d";
const storeId = "179639630637846528";
const skus = Array.from({ length: 8 }, (_, index) => ({
  sku: `POSTER-${index}`,
  integratedStatus: 3 as const,
  customTitle: "Poster",
  look: "poster" as const,
}));

interface Sandbox {
  url: string;
  subject: Subject;
  close(): Promise<void>;
}

async function control(url: string, path: string, method: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/sandbox/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} gave ${response.status}: ${await response.text()}`);
  const text = await response.text();
  return text === "" ? null : (JSON.parse(text) as unknown);
}

interface Answering {
  errorStatus?: "ok" | "matching";
  unknownOrder?: "error" | "null";
}

async function startSandbox(answering: Answering): Promise<Sandbox> {
  const running = await startCustomeow({
    port: 0,
    apiKey,
    storeId,
    storeName: "Contract store",
    skus,
    quota: { requests: 10_000, windowSeconds: 60 },
    latencyMilliseconds: { least: 0, most: 2 },
    taskSeconds: { least: 0.1, most: 0.2 },
    // Smaller than the list, so that reading it takes several pages.
    maximumPageSize: 3,
    ...answering,
  });
  const designed = { storeId, sku: "POSTER-0", texts: ["Grace"] };
  const design = z.object({ customInfoId }).parse(await control(running.url, "designs", "POST", designed));
  const subject: Subject = {
    baseUrl: `${running.url}/v1`,
    apiKey,
    storeId,
    design: { customInfoId: design.customInfoId, sku: "POSTER-0" },
    pollMilliseconds: 100,
  };
  // The order list has something to show from the start.
  await clientOf(subject).createOrder(newOrder(subject, "POSTER-0", [design.customInfoId]));
  return { url: running.url, subject, close: () => running.close() };
}

describe.each<Answering>([
  { errorStatus: "ok", unknownOrder: "error" },
  { errorStatus: "matching", unknownOrder: "error" },
  { errorStatus: "ok", unknownOrder: "null" },
])("the stand-in with %o", (answering) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox(answering);
  });
  afterAll(() => sandbox.close());

  for (const check of battery)
    it(check.name, async () => {
      expect(await check.run(sandbox.subject)).toBeUndefined();
    });
});

describe("the stand-in with faults", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({});
  });
  afterEach(() => control(sandbox.url, "faults", "DELETE"));
  afterAll(() => sandbox.close());

  const order = () =>
    newOrder(
      sandbox.subject,
      "POSTER-0",
      sandbox.subject.design ? [sandbox.subject.design.customInfoId] : [],
    );
  const switchOn = (fault: object) => control(sandbox.url, "faults", "POST", fault);

  it.each([
    { fault: "reset" },
    { fault: "garbage" },
    { fault: "html-502" },
    { fault: "status", status: 503 },
    { fault: "timeout", milliseconds: 100 },
    { fault: "wrong-types" },
  ])("an order whose answer was lost ($fault) is unknown, and found by looking it up", async (fault) => {
    const client = clientOf(sandbox.subject);
    const sent = order();
    await switchOn({ ...fault, endpoints: ["create-order"], count: 1, commit: true });
    expect(await client.createOrder(sent)).toMatchObject({ ok: false, failure: { kind: "unknown_outcome" } });
    const found = await client.findOrder(storeId, sent.platformOrderId);
    expect(found).toMatchObject({ ok: true, value: { platformOrderId: sent.platformOrderId } });
  });

  it.each([{ fault: "reset" }, { fault: "html-502" }, { fault: "outage" }, { fault: "status", status: 500 }])(
    "a look-up that broke down ($fault) never says that there is no order",
    async (fault) => {
      const client = clientOf(sandbox.subject);
      const sent = order();
      await client.createOrder(sent);
      await switchOn({ ...fault, endpoints: ["order-info"], count: 1 });
      const broken = await client.findOrder(storeId, sent.platformOrderId);
      expect(broken).toMatchObject({ ok: false, failure: { kind: "unavailable" } });
    },
  );

  it("ids that come as bare numbers keep every digit", async () => {
    const client = clientOf(sandbox.subject);
    const sent = order();
    await switchOn({ fault: "numeric-ids", endpoints: ["create-order"], count: 1 });
    const created = await client.createOrder(sent);
    const found = await client.findOrder(storeId, sent.platformOrderId);
    expect(created.ok && found.ok && found.value?.id === created.value).toBe(true);
  });

  it("too many requests are told, and nothing is done", async () => {
    const client = clientOf(sandbox.subject);
    const sent = order();
    await switchOn({ fault: "over-quota", endpoints: ["create-order"], count: 1 });
    expect(await client.createOrder(sent)).toMatchObject({ ok: false, failure: { kind: "over_quota" } });
    expect(await client.findOrder(storeId, sent.platformOrderId)).toEqual({ ok: true, value: null });
  });

  it("a call ends with its time-out although CustoMeow never answers", async () => {
    const { baseUrl } = sandbox.subject;
    const impatient = createCustomeowClient({ baseUrl, apiKey, timeoutMilliseconds: 100 });
    await switchOn({ fault: "timeout", endpoints: ["skus"], count: 1 });
    expect(await impatient.skus(storeId, 1)).toMatchObject({ ok: false, failure: { kind: "unavailable" } });
  });
});
