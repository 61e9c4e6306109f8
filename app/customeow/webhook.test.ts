import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCustomeowWebhook } from "./webhook.ts";

const body = (event: string, payload: unknown) =>
  JSON.stringify({
    id: "123456",
    webhookId: "1234567",
    event,
    objectId: "task_123456",
    pushTime: "2024-08-31T12:00:00Z",
    payload,
  });

describe("order.completedCustomInfo", () => {
  const line = {
    id: "137129222412967936",
    sku: "A",
    customInfoId: "157168333232275456",
    quantity: "3",
    platformItemId: "13",
  };

  it.each(["lineltems", "lineItems"])("finds the lines under %s, with quantities as strings", (key) => {
    const payload = {
      id: "139661964069597184",
      platformOrderId: "1640",
      platformStoreId: "99654562",
      [key]: [line],
    };
    const parsed = parseCustomeowWebhook(body("Order.CompletedCustomInfo", payload));
    expect(parsed).toMatchObject({
      ok: true,
      webhook: {
        event: "order.completedCustomInfo",
        objectId: "task_123456",
        order: { platformOrderId: "1640", lineItems: [{ customInfoId: "157168333232275456", quantity: 3 }] },
      },
    });
  });

  it("takes the lines that are there when the other spelling is empty", () => {
    const parsed = parseCustomeowWebhook(
      body("order.completedCustomInfo", { lineItems: [], lineltems: [line] }),
    );
    expect(parsed).toMatchObject({ ok: true, webhook: { order: { lineItems: [{ sku: "A" }] } } });
  });

  it("keeps every digit of ids that come as bare numbers", () => {
    const payload = '{"id":139661964069597184,"lineltems":[{"customInfoId":157168333232275456}]}';
    const parsed = parseCustomeowWebhook(`{"event":"order.completedCustomInfo","payload":${payload}}`);
    expect(parsed).toMatchObject({
      ok: true,
      webhook: { order: { id: "139661964069597184", lineItems: [{ customInfoId: "157168333232275456" }] } },
    });
  });
});

describe("SKU events", () => {
  it.each([
    ["sku.add", "sku.add"],
    ["sku.addfeature", "sku.addFeature"],
    ["sku.replaceFeature", "sku.replaceFeature"],
    ["sku.deleteFeature", "sku.deleteFeature"],
    ["SKu.delete", "sku.delete"],
  ])("reads %s as %s", (sent, event) => {
    const payload = { store: { id: "218049111163670528", name: "Demo" }, skus: [{ id: "1", sku: "A" }] };
    expect(parseCustomeowWebhook(body(sent, payload))).toMatchObject({
      ok: true,
      webhook: { event, storeId: "218049111163670528", skus: [{ id: "1", sku: "A" }] },
    });
  });

  it("leaves the status out where the payload has none", () => {
    const parsed = parseCustomeowWebhook(body("sku.deleteFeature", { skus: [{ id: "1", sku: "A" }] }));
    expect(parsed).toMatchObject({ ok: true, webhook: { storeId: "" } });
    expect(JSON.stringify(parsed)).not.toContain("integratedStatus");
  });
});

it("takes an event that is not known, with or without payload, for no mistake", () => {
  expect(parseCustomeowWebhook(body("task.finished", 5))).toMatchObject({
    ok: true,
    webhook: { event: "unknown", name: "task.finished" },
  });
  expect(parseCustomeowWebhook('{"event":"ping"}')).toMatchObject({
    ok: true,
    webhook: { event: "unknown" },
  });
});

it("says what is wrong with anything else, and never throws", () => {
  expect(parseCustomeowWebhook("<html>")).toEqual({ ok: false, reason: "the body is not JSON" });
  expect(parseCustomeowWebhook("{}")).toMatchObject({ ok: false });
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json()),
      fc.constantFrom("sku.add", "order.completedCustomInfo"),
      (text, event) => {
        expect(parseCustomeowWebhook(text).ok).toBeTypeOf("boolean");
        expect(parseCustomeowWebhook(`{"event":"${event}","payload":${text}}`).ok).toBeTypeOf("boolean");
      },
    ),
    { numRuns: 500 },
  );
});
