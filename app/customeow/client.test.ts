import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AnsweringServer, answeringServer, success } from "./answering.fixture.ts";
import { createCustomeowClient, type CustomeowClient } from "./client.ts";
import { compositeId, compositeTaskId, customInfoId, NO_DESIGN, parseCustomInfoId } from "./ids.ts";
import type { NewOrder } from "./order.ts";

let server: AnsweringServer;
let client: CustomeowClient;
const design = customInfoId.parse("173471012095041536");

beforeAll(async () => {
  server = await answeringServer();
  client = createCustomeowClient({ baseUrl: `${server.baseUrl}/`, apiKey: "secret-key-123" });
});
beforeEach(() => server.requests.splice(0));
afterAll(() => server.close());

const order: NewOrder = {
  storeId: "212517125472956417",
  platformOrderId: "62758597430",
  platformOrderNo: "D1001",
  platformCreatedAt: "2025-02-20T03:07:42-05:00",
  currencyCode: "USD",
  lineItems: [],
};

describe("what is sent", () => {
  it("sends an order as it was given, with the key in its header", async () => {
    server.answer(success('{"id":"173849875337719809"}'));
    expect(await client.createOrder(order)).toEqual({ ok: true, value: "173849875337719809" });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: "POST", url: "/v1/order" });
    expect(request?.headers["x-api-key"]).toBe("secret-key-123");
    expect(JSON.parse(request?.body ?? "")).toEqual(order);
  });

  it("names the call and whether it writes to whoever schedules it", async () => {
    const calls: string[] = [];
    const scheduled = createCustomeowClient({
      baseUrl: server.baseUrl,
      apiKey: "secret-key-123",
      schedule: (call, send) => {
        calls.push(`${call.kind} ${call.name}`);
        return send();
      },
    });
    server.answer(success("null"));
    await scheduled.findOrder("1", "2");
    await scheduled.createOrder(order);
    expect(calls).toEqual(["read GET /order-info", "write POST /order"]);
    expect(server.requests[0]?.url).toBe("/v1/order-info?storeId=1&platformOrderId=2");
  });
});

describe("ids", () => {
  it("keeps every digit of an id, be it a string or a bare number", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 10n ** 20n - 1n }), fc.boolean(), async (id, bare) => {
        server.answer(success(`{"id":${bare ? String(id) : `"${id}"`}}`));
        expect(await client.createOrder(order)).toEqual({ ok: true, value: String(id) });
      }),
      { numRuns: 300 },
    );
  });

  it("takes no text for an id that is none", () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        fc.pre(!/^\d{1,20}$/.test(given.trim()));
        expect(parseCustomInfoId(given)).toBeNull();
      }),
    );
    expect(parseCustomInfoId(NO_DESIGN)).toBeNull();
    expect(parseCustomInfoId(" 173471012095041536 ")).toBe("173471012095041536");
  });
});

describe("GET /order-info", () => {
  const line = '{"id":1,"sku":"A","customInfoId":"0","quantity":"3","platformVariantTitle":null}';

  it("reads quantities as strings, missing texts, and a line without design", async () => {
    server.answer(success(`{"id":173471757179592704,"platformOrderId":6109536387361,"lineItems":[${line}]}`));
    const found = await client.findOrder("1", "6109536387361");
    expect(found).toMatchObject({
      ok: true,
      value: {
        id: "173471757179592704",
        lineItems: [{ quantity: 3, customInfoId: null, platformVariantTitle: "", platformProductTitle: "" }],
      },
    });
  });

  it.each(["null", "{}", '{"id":"0"}', '{"id":0}'])("takes %s for no order", async (data) => {
    server.answer(success(data));
    expect(await client.findOrder("1", "2")).toEqual({ ok: true, value: null });
  });

  it("takes an answer about another order neither for this one nor for none", async () => {
    server.answer(success('{"id":"173471757179592704","platformOrderId":"999","lineItems":[]}'));
    const found = await client.findOrder("1", "2");
    expect(found).toMatchObject({ ok: false, failure: { kind: "unexpected_answer" } });
  });
});

describe("GET /skus", () => {
  it.each([
    ["3", "integrated"],
    ['"3"', "integrated"],
    ["4", "removed"],
    ["7", "none"],
    ["-1", "none"],
    ["null", "none"],
  ])("reads the status %s as %s", async (status, expected) => {
    server.answer(success(`{"count":"1","list":[{"id":1,"sku":"A","integratedStatus":${status}}]}`));
    const read = await client.skus("1", 1);
    expect(read).toMatchObject({ ok: true, value: { count: 1, list: [{ integratedStatus: expected }] } });
  });

  it("never takes a status other than 3 for integrated", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.string()), async (status) => {
        fc.pre(Number(status) !== 3);
        const row = { id: "1", sku: "A", integratedStatus: status };
        server.answer(success(JSON.stringify({ count: 1, list: [row] })));
        const read = await client.skus("1", 1);
        expect(read.ok && read.value.list[0]?.integratedStatus).not.toBe("integrated");
      }),
    );
  });
});

describe("GET /custom-info", () => {
  it("keeps values readable that are no texts, and takes null for empty lists", async () => {
    server.answer(
      success(`{"id":1,"customInfo":{"preview":{"effects":null,"texts":["Grace"]},
        "stores":[{"key":"a","value":true},{"key":"b","value":{"x":123456789012345678}},{"key":"c"}]}}`),
    );
    const read = await client.customInfo(design);
    expect(read).toMatchObject({
      ok: true,
      value: {
        effects: [],
        images: [],
        texts: ["Grace"],
        choices: [
          { key: "a", value: "true" },
          { key: "b", value: '{"x":"123456789012345678"}' },
          { key: "c", value: "", label: "" },
        ],
      },
    });
    expect(server.requests[0]?.url).toBe("/v1/custom-info/173471012095041536?lang=en_US");
  });

  it.each(['{"customInfoId":"1"}', '{"template":null}', '{"template":[]}'])(
    "reads no templates out of %s",
    async (data) => {
      server.answer(success(data));
      expect(await client.templates(design)).toEqual({ ok: true, value: [] });
    },
  );
});

describe("composite tasks", () => {
  it("starts a task and reads its id without losing a digit", async () => {
    server.answer(success('{"id":107530295472840704}'));
    const wanted = { customInfoId: design, compositeId: compositeId.parse("42196802438430720") };
    expect(await client.startCompositeTask(wanted)).toEqual({ ok: true, value: "107530295472840704" });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual(wanted);
  });

  it.each([
    ['{"id":"5","status":1}', { status: "in_progress", failedReason: "", resources: [] }],
    [
      '{"id":"5","status":"2","failedReason":null,"resources":["a"]}',
      { status: "succeeded", resources: ["a"] },
    ],
    [
      '{"id":"5","status":3,"failedReason":"no font","resources":null}',
      { status: "failed", failedReason: "no font" },
    ],
  ])("reads %s", async (data, expected) => {
    server.answer(success(data));
    expect(await client.compositeTask(compositeTaskId.parse("5"))).toMatchObject({
      ok: true,
      value: expected,
    });
  });

  it("keeps an answer whose status is not documented, rather than guess", async () => {
    server.answer(success('{"id":"5","status":9}'));
    const read = await client.compositeTask(compositeTaskId.parse("5"));
    expect(read).toMatchObject({
      ok: false,
      failure: { kind: "unexpected_answer", answer: { httpStatus: 200 } },
    });
  });
});
