import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnsweringServer, answeringServer, says } from "./answering.fixture.ts";
import { createCustomeowClient, type CustomeowClient } from "./client.ts";
import { answerOf, type CustomeowResult } from "./failure.ts";
import type { NewOrder } from "./order.ts";

const apiKey = "secret-key-123";
const order: NewOrder = {
  storeId: "1",
  platformOrderId: "2",
  platformOrderNo: "3",
  platformCreatedAt: "2025-02-20T03:07:42-05:00",
  currencyCode: "USD",
  lineItems: [],
};

let server: AnsweringServer;
let client: CustomeowClient;
beforeAll(async () => {
  server = await answeringServer();
  client = createCustomeowClient({ baseUrl: server.baseUrl, apiKey });
});
afterAll(() => server.close());

const kindOf = (result: CustomeowResult<unknown>) => (result.ok ? "ok" : result.failure.kind);
const read = () => client.skus("1", 1).then(kindOf);
const write = () => client.createOrder(order).then(kindOf);
const envelope = (code: number, message: unknown) => JSON.stringify({ code, message, data: null });

describe("an answer in an envelope", () => {
  it.each([
    [200, 401, "no", "bad_key", "bad_key"],
    [403, 1, "no", "bad_key", "bad_key"],
    [200, 1, "Invalid API key", "bad_key", "bad_key"],
    [200, 401, { en: "no" }, "bad_key", "bad_key"],
    [404, 1, "no", "not_found", "not_found"],
    [200, 404, "no", "not_found", "not_found"],
    [200, 10003, "The design does not exist", "not_found", "not_found"],
    [429, 1, "no", "over_quota", "over_quota"],
    [200, 1, "Requests are too frequent", "over_quota", "over_quota"],
    [200, 10001, "SKU is not in the store", "rejected", "rejected"],
    [400, 400, "quantity is missing", "rejected", "rejected"],
    [500, 500, "unknown error", "unavailable", "unknown_outcome"],
    [200, 500, "unknown error", "unavailable", "unknown_outcome"],
    [502, 1, "upstream not found", "unavailable", "unknown_outcome"],
    [503, 503, "no API key cache", "unavailable", "unknown_outcome"],
  ])(
    "HTTP %i with code %i and %j: a read is %s, a write %s",
    async (status, code, message, ifRead, ifWrite) => {
      server.answer(says(status, envelope(code, message)));
      expect([await read(), await write()]).toEqual([ifRead, ifWrite]);
    },
  );

  it("is told from one that lacks its data", async () => {
    server.answer(says(400, '{"code":7,"message":"no"}'));
    expect(await client.createOrder(order)).toEqual({
      ok: false,
      failure: { kind: "rejected", code: 7, message: "no" },
    });
  });

  it("counts as success with code 0, whatever the HTTP status says", async () => {
    server.answer(says(500, '{"code":0,"message":"OK","data":{"id":"5"}}'));
    expect(await client.createOrder(order)).toEqual({ ok: true, value: "5" });
  });

  it("says how long to wait", async () => {
    server.answer(says(429, envelope(429, "slow down"), { "retry-after": "17" }));
    expect(await client.skus("1", 1)).toMatchObject({
      failure: { kind: "over_quota", retryAfterSeconds: 17 },
    });
  });

  it.each(["31536000", "9".repeat(400), "Fri, 01 Jan 2100 00:00:00 GMT"])(
    "pauses for minutes, not for as long as a Retry-After of %s says",
    async (retryAfter) => {
      server.answer(says(429, envelope(429, "slow down"), { "retry-after": retryAfter }));
      expect(await client.skus("1", 1)).toMatchObject({
        failure: { kind: "over_quota", retryAfterSeconds: 600 },
      });
    },
  );

  it("with code 0 and the wrong data is unexpected for a read, and unknown for a write", async () => {
    server.answer(says(200, '{"code":0,"message":"OK","data":{"id":true}}'));
    expect([await read(), await write()]).toEqual(["unexpected_answer", "unknown_outcome"]);
  });
});

describe("an answer without envelope", () => {
  const page = "<html>Bad gateway</html>";
  const html = { "content-type": "text/html" };
  it.each([
    [200, page, html, "unexpected_answer", "unknown_outcome"],
    [302, "", { location: "http://127.0.0.1:1/" }, "unexpected_answer", "unknown_outcome"],
    [401, "", {}, "bad_key", "bad_key"],
    [403, page, html, "unavailable", "unavailable"],
    [404, page, html, "unavailable", "unavailable"],
    [404, '{"error":"Not Found"}', {}, "not_found", "not_found"],
    [413, page, html, "rejected", "rejected"],
    [429, page, html, "over_quota", "over_quota"],
    [502, page, html, "unavailable", "unknown_outcome"],
    [503, "", {}, "unavailable", "unknown_outcome"],
  ])("HTTP %i with %j: a read is %s", async (status, body, headers, ifRead, ifWrite) => {
    server.answer(says(status, body, headers));
    expect([await read(), await write()]).toEqual([ifRead, ifWrite]);
  });

  it.each([404, 403, 500, 502, 503, 200])(
    "never says that an order does not exist (HTTP %i): it would be created twice",
    async (status) => {
      server.answer(says(status, page, html));
      expect((await client.findOrder("1", "2")).ok).toBe(false);
      server.answer(says(Math.max(status, 500), envelope(500, "unknown error: not found")));
      expect((await client.findOrder("1", "2")).ok).toBe(false);
    },
  );

  it("is kept, up to 16,384 characters", async () => {
    server.answer(says(200, "x".repeat(20_000), { "content-type": "text/plain" }));
    const result = await client.createOrder(order);
    expect(result.ok ? null : answerOf(result.failure)).toEqual({
      httpStatus: 200,
      contentType: "text/plain",
      body: "x".repeat(16_384),
    });
  });

  it("that is larger than 16 MB is not read to its end", async () => {
    server.answer(says(200, Buffer.alloc(17 * 1024 * 1024, "x")));
    expect([await read(), await write()]).toEqual(["unexpected_answer", "unknown_outcome"]);
  });
});

describe("no answer", () => {
  it("is certainly nothing done where no connection stood", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, "close");
    const nobody = createCustomeowClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey });
    expect(kindOf(await nobody.createOrder(order))).toBe("unavailable");
  });

  it("is an unknown outcome for a write that was cut off, before or within the answer", async () => {
    server.answer((request) => request.socket.destroy());
    expect([await read(), await write()]).toEqual(["unavailable", "unknown_outcome"]);

    server.answer((request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"code":0', () => request.socket.destroy());
    });
    const cut = await client.createOrder(order);
    expect(cut).toMatchObject({ failure: { kind: "unknown_outcome", answer: { body: '{"code":0' } } });
  });

  it("ends with the time-out, also when only the body hangs", async () => {
    const impatient = createCustomeowClient({ baseUrl: server.baseUrl, apiKey, timeoutMilliseconds: 50 });
    server.answer(() => undefined);
    expect(kindOf(await impatient.createOrder(order))).toBe("unknown_outcome");
    server.answer((_request, response) => response.write('{"code":'));
    expect(kindOf(await impatient.createOrder(order))).toBe("unknown_outcome");
    expect(kindOf(await impatient.skus("1", 1))).toBe("unavailable");
  });
});

describe("whatever comes", () => {
  it("gives a result and never throws, and a read has never an unknown outcome", async () => {
    const status = fc
      .integer({ min: 200, max: 599 })
      .filter((each) => each !== 204 && each !== 205 && each !== 304);
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record({ code: fc.oneof(fc.integer(), fc.string()), message: fc.jsonValue(), data: fc.jsonValue() })
        .map((value) => Buffer.from(JSON.stringify(value))),
    );
    await fc.assert(
      fc.asyncProperty(status, body, async (code, bytes) => {
        server.answer(says(code, bytes));
        expect(await read()).not.toBe("unknown_outcome");
        expect(await write()).not.toBe("unexpected_answer");
      }),
      { numRuns: 600 },
    );
  });

  it("never tells the key, though the server quotes it", async () => {
    const around = fc.string();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 400, 401, 500), around, around, async (status, before, after) => {
        server.answer(says(status, envelope(9, `${before}${apiKey}${after}`)));
        expect(JSON.stringify(await client.createOrder(order))).not.toContain(apiKey);
        server.answer(says(status, `${before}${apiKey}${after}`));
        expect(JSON.stringify(await client.createOrder(order))).not.toContain(apiKey);
      }),
      { numRuns: 100 },
    );
  });

  it.each(["secret\nkey", "schlüssel-ß", "", "  "])("sends nothing with %j, which is no key", async (key) => {
    const asked = server.requests.length;
    const result = await createCustomeowClient({ baseUrl: server.baseUrl, apiKey: key }).createOrder(order);
    expect(result).toEqual({ ok: false, failure: { kind: "bad_key", message: "This is not an API key." } });
    expect(server.requests.length).toBe(asked);
  });
});
