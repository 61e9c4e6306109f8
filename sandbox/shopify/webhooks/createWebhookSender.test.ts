import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  clientSecret,
  exampleShop,
  type ReceivedWebhook,
  startReceiver,
} from "../storefront/storefront.fixture.ts";
import { createWebhookSender } from "./createWebhookSender.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  while (closing.length > 0) await closing.pop()?.();
});

/** Eight retries of four hours in a fraction of a second. */
const QUICK = 0.000_001;

async function open(answer?: (received: ReceivedWebhook[]) => number | Promise<number>, timeScale = QUICK) {
  const receiver = await startReceiver(answer);
  const shop = exampleShop();
  const subscriptions = [
    { topic: "orders/create", address: `${receiver.url}/orders`, includeFields: ["id", "line_items.id"] },
    { topic: "app/uninstalled", address: `${receiver.url}/gone`, includeFields: null },
  ];
  const sender = createWebhookSender({ shop, subscriptions, timeScale });
  closing.push(() => receiver.close(), sender.close);
  return { shop, sender, received: receiver.received };
}

const payload = { id: 1, email: "olivia@example.com", line_items: [{ id: 2, sku: "MUG" }] };
const ids = (received: ReceivedWebhook[]) => received.map(({ headers }) => headers["x-shopify-webhook-id"]);

describe("a webhook", () => {
  it("is signed over the exact bytes that are sent, and says what it is about", async () => {
    const { sender, received, shop } = await open();
    await sender.send("orders/create", payload);
    await vi.waitFor(() => {
      expect(sender.deliveries()[0]?.state).toBe("delivered");
    });
    const [webhook] = received;
    expect(webhook?.body).toBe('{"id":1,"line_items":[{"id":2}]}');
    expect(webhook?.headers).toMatchObject({
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": shop.domain,
      "x-shopify-api-version": "2026-10",
      "x-shopify-hmac-sha256": createHmac("sha256", clientSecret)
        .update(webhook?.body ?? "")
        .digest("base64"),
    });
    expect(webhook?.headers["x-shopify-triggered-at"]).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it("is sent again with the same id and body after an error and after a redirect", async () => {
    const answers = [500, 302, 200];
    const { sender, received } = await open((all) => answers[all.length - 1] ?? 200);
    await sender.send("orders/create", payload);
    await vi.waitFor(() => {
      expect(sender.deliveries()[0]?.state).toBe("delivered");
    });
    expect(sender.deliveries()[0]?.attempts.map(({ status }) => status)).toEqual([500, 302, 200]);
    expect(new Set(ids(received)).size).toBe(1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it("is lost after eight retries", async () => {
    const { sender, received } = await open(() => 503);
    await sender.send("orders/create", payload);
    await vi.waitFor(() => {
      expect(sender.deliveries()[0]?.state).toBe("lost");
    });
    expect(received).toHaveLength(9);
  });

  it("goes to nobody without a subscription", async () => {
    const { sender } = await open();
    await sender.send("products/update", payload);
    expect(sender.deliveries()).toEqual([]);
  });

  it("is not sent to an app that was uninstalled, except to say so", async () => {
    const { sender, shop } = await open();
    shop.installation.installed = false;
    await sender.send("orders/create", payload);
    await sender.send("app/uninstalled", { id: 1 });
    expect(sender.deliveries().map(({ topic }) => topic)).toEqual(["app/uninstalled"]);
  });
});

describe("many webhooks", () => {
  it("are at most 20 on their way at once", async () => {
    let open_ = 0;
    let most = 0;
    const release = Promise.withResolvers<undefined>();
    const { sender } = await open(async () => {
      most = Math.max(most, ++open_);
      await release.promise;
      open_--;
      return 200;
    });
    for (let number = 0; number < 50; number++) await sender.send("orders/create", payload);
    await vi.waitFor(() => {
      expect(open_).toBe(20);
    });
    release.resolve(undefined);
    await vi.waitFor(() => {
      expect(sender.deliveries().every(({ state }) => state === "delivered")).toBe(true);
    });
    expect(most).toBe(20);
  });
});

describe("a fault", () => {
  it("loses a webhook, and only as many as it was set for", async () => {
    const { sender, received } = await open();
    sender.setFaults({ drop: true, count: 1 });
    await sender.send("orders/create", payload);
    await sender.send("orders/create", payload);
    await vi.waitFor(() => {
      expect(sender.deliveries().map(({ state }) => state)).toEqual(["dropped", "delivered"]);
    });
    expect(received).toHaveLength(1);
  });

  it.each([
    ["same-id", 1],
    ["new-id", 2],
  ] as const)("delivers a webhook twice: %s", async (duplicate, different) => {
    const { sender, received } = await open();
    sender.setFaults({ duplicate });
    await sender.send("orders/create", payload);
    await vi.waitFor(() => {
      expect(received).toHaveLength(2);
    });
    expect(new Set(ids(received)).size).toBe(different);
    expect(new Set(received.map(({ headers }) => headers["x-shopify-event-id"])).size).toBe(1);
  });

  it("delivers a webhook as often as asked", async () => {
    const { sender, received } = await open();
    sender.setFaults({ duplicate: "new-id", copies: 100 });
    await sender.send("orders/create", payload);
    await vi.waitFor(() => {
      expect(new Set(ids(received)).size).toBe(100);
    });
  });

  it("mixes up the order of webhooks", async () => {
    const { sender, received } = await open();
    sender.setFaults({ shuffleMilliseconds: 300 });
    const sent = Array.from({ length: 30 }, (_, id) => ({ id }));
    for (const one of sent) await sender.send("orders/create", one);
    await vi.waitFor(() => {
      expect(received).toHaveLength(30);
    });
    const arrived = received.map(({ body }) => JSON.parse(body) as unknown);
    expect(arrived).toEqual(expect.arrayContaining(sent));
    expect(arrived).not.toEqual(sent);
  });

  it("lets a later webhook overtake one that it delays", async () => {
    const { sender, received } = await open();
    sender.setFaults({ delayMilliseconds: 300, count: 1 });
    await sender.send("orders/create", { id: 1 });
    await sender.send("orders/create", { id: 2 });
    await vi.waitFor(() => {
      expect(received.map(({ body }) => body)).toEqual(['{"id":2}', '{"id":1}']);
    });
  });
});

it("sends past webhooks again, those included that a fault lost", async () => {
  const { sender, received } = await open();
  sender.setFaults({ drop: true, count: 1 });
  await sender.send("orders/create", payload);
  expect(sender.resend(({ topic }) => topic === "orders/create", 2, "same-id")).toBe(2);
  expect(sender.resend(({ topic }) => topic === "app/uninstalled", 2, "same-id")).toBe(0);
  await vi.waitFor(() => {
    expect(received).toHaveLength(2);
  });
  expect(new Set(ids(received)).size).toBe(1);
  expect(sender.deliveries().map(({ state }) => state)).toContain("dropped");
});

it("closes while a webhook is on its way and another waits for its retry", async () => {
  const { sender, received } = await open(
    (all) => (all.length === 1 ? 500 : new Promise(() => undefined)),
    1,
  );
  await sender.send("orders/create", payload);
  await sender.send("orders/create", payload);
  await vi.waitFor(() => {
    expect(received).toHaveLength(2);
  });
  await sender.close();
  await expect(sender.send("orders/create", payload)).rejects.toThrow("closed");
});
