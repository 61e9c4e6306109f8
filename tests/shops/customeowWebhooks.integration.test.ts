import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rotateWebhookToken } from "../../app/connection/connect.ts";
import { connectionView } from "../../app/connection/connectionPage.ts";
import { type HttpServer, startHttpServer } from "../../app/http/server.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { eventually, startTestWorld, type TestWorld, webhookTokenOf } from "../world/testWorld.ts";

const SKU = "MUG-WHITE-11";
let world: TestWorld;
let server: HttpServer;

beforeAll(async () => {
  await buildPagesIfStale();
  world = await startTestWorld({ PORT: "0" });
  server = await startHttpServer(world.services);
  const webhookToken = await webhookTokenOf(world);
  await control("PUT", "webhook-url", {
    url: `http://127.0.0.1:${server.port}/webhooks/customeow/${webhookToken}`,
  });
}, 120_000);
afterAll(async () => {
  await server.close();
  await world.close();
});

async function control(method: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${world.customeowUrl}/sandbox/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const change = (fields: Record<string, unknown>) =>
  control("POST", "skus", { storeId: world.account.storeId, sku: SKU, ...fields });
const isOffered = () =>
  world.shop.metafields.some(({ key, value }) => key === "integrated_variants" && value.includes(SKU));
const storefrontKnows = (offered: boolean) =>
  eventually(`the storefront ${offered ? "offers" : "no longer offers"} the customizer`, () =>
    Promise.resolve(isOffered() === offered ? true : null),
  );
const outcomes = async () => {
  const deliveries = await world.services.database.webhookDelivery.findMany({
    where: { source: "customeow" },
    orderBy: { receivedAt: "asc" },
  });
  return deliveries.map(({ topic, state }) => `${topic} ${state}`);
};

describe("what CustoMeow tells of a SKU", () => {
  it("reaches the storefront, whichever of its events tells it", async () => {
    await storefrontKnows(true);
    // Credits ran out: CustoMeow takes the feature away.
    await change({ integratedStatus: 4 });
    await storefrontKnows(false);
    await change({ integratedStatus: 3 });
    await storefrontKnows(true);
    await change({ customTitle: "Another custom" });
    await control("POST", "skus", { storeId: world.account.storeId, sku: "NEW-SKU" });
    await control("DELETE", "skus", { storeId: world.account.storeId, sku: SKU });
    await storefrontKnows(false);

    const known = await eventually("every webhook was processed", async () => {
      const all = await outcomes();
      return all.length === 5 && all.every((outcome) => outcome.endsWith("processed")) ? all : null;
    });
    expect(known).toEqual([
      "sku.deleteFeature processed",
      "sku.addFeature processed",
      "sku.replaceFeature processed",
      "sku.add processed",
      "sku.delete processed",
    ]);
  });

  it("is recorded and left alone where the event is not known", async () => {
    const { storeId } = world.account;
    await control("POST", "webhooks", { storeId, event: "custom.renamed", payload: { anything: 1 } });
    await eventually("it was ignored", async () =>
      (await outcomes()).includes("custom.renamed ignored") ? true : null,
    );
  });

  it("tells the merchant when something last came to the address, until there is a new one", async () => {
    const { database } = world.services;
    const receivedAt = async () => {
      const view = await connectionView(database, world.shopId);
      return view?.webhookReceivedAt;
    };
    const { _max: latest } = await database.webhookDelivery.aggregate({
      _max: { receivedAt: true },
      where: { source: "customeow" },
    });
    expect(latest.receivedAt).toBeInstanceOf(Date);
    expect(await receivedAt()).toEqual(latest.receivedAt);
    await rotateWebhookToken(world.services, world.shopId);
    expect(await receivedAt()).toBeNull();
  });
});
