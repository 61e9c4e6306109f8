import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectStore, disconnectStore } from "../../app/connection/connect.ts";
import { API_KEY, MUGS, POSTERS, type ShopsWorld, startShopsWorld } from "./shopsWorld.ts";

let world: ShopsWorld;

beforeAll(async () => {
  world = await startShopsWorld();
});
beforeEach(() => world.startOver());
afterAll(() => world.close());

const connect = (storeId: string, apiKey = API_KEY) =>
  connectStore(world.services, world.shopId, { apiKey, storeId });

describe("connecting a shop", () => {
  it("saves what CustoMeow accepts, and has SKUs and storefront brought up to date", async () => {
    expect(await connect(MUGS)).toEqual({ outcome: "connected", storeName: "Mugs" });
    expect((await world.takeJobs()).toSorted()).toEqual([
      "publish-storefront",
      "resume-waiting-orders",
      "sync-skus",
    ]);
    const connection = await world.database.customeowConnection.findFirstOrThrow();
    expect(connection.storeId).toBe(MUGS);
    expect(JSON.stringify(connection)).not.toContain(API_KEY);
  });

  it.each([
    ["the key is not CustoMeow's", "some-other-key", MUGS, { apiKey: "api_key_not_accepted" }],
    [
      "the key holds a character that cannot be sent",
      "key\u201cquoted\u201d",
      MUGS,
      { apiKey: "api_key_malformed" },
    ],
    ["the key holds a line break", "key-of\nboth-stores", MUGS, { apiKey: "api_key_malformed" }],
    ["the key is missing", " ", MUGS, { apiKey: "api_key_missing" }],
    ["the key is far too long", "k".repeat(501), MUGS, { apiKey: "api_key_too_long" }],
    ["nothing was entered", null, undefined, { apiKey: "api_key_missing", storeId: "store_id_missing" }],
    ["the store is not the account's", API_KEY, "979639630637846528", { storeId: "store_unknown" }],
    ["the store id is no number", API_KEY, "my store", { storeId: "store_id_malformed" }],
  ])("saves nothing where %s, and says so beside the field", async (_, apiKey, storeId, codes) => {
    const outcome = await connectStore(world.services, world.shopId, { apiKey, storeId });
    const problems = Object.entries(codes).map(([field, code]) => [field, { code, parameters: {} }]);
    expect(outcome).toEqual({ outcome: "refused", problems: Object.fromEntries(problems) as unknown });
    expect(await world.database.customeowConnection.count()).toBe(0);
    expect(await world.takeJobs()).toEqual([]);
  });

  it("keeps the SKUs where only the key is another", async () => {
    await world.connectAndSync(MUGS);
    await connect(MUGS);
    expect(await world.keptSkus()).toHaveLength(3);
  });

  it("keeps the SKUs where the same store is connected again after a disconnection", async () => {
    await world.connectAndSync(MUGS);
    await disconnectStore(world.services, world.shopId);
    await connect(MUGS);
    expect(await world.keptSkus()).toHaveLength(3);
  });

  it.each(["at once", "after a disconnection"])(
    "forgets the SKUs of the store before where another is connected %s",
    async (when) => {
      await world.connectAndSync(MUGS);
      if (when === "after a disconnection") await disconnectStore(world.services, world.shopId);
      await connect(POSTERS);
      expect(await world.keptSkus()).toEqual([]);
      await world.publish();
      expect(world.publishedConnection()["store_id"]).toBe(POSTERS);
      expect(world.publishedVariants("1001")).toBeUndefined();
    },
  );
});

describe("disconnecting a shop", () => {
  it("takes the customizer off the storefront", async () => {
    await world.connectAndSync(MUGS);
    await disconnectStore(world.services, world.shopId);
    expect(await world.takeJobs()).toEqual(["publish-storefront"]);
    await world.publish();
    expect(world.publishedConnection()).toEqual({ connected: "false" });
    expect(world.publishedVariants("1001")).toBeUndefined();
  });

  it("ends the sync that was asked for, with a reason", async () => {
    await connect(MUGS);
    await world.askForSync();
    await disconnectStore(world.services, world.shopId);
    expect(await world.lastSync()).toMatchObject({
      state: "failed",
      finishedAt: expect.any(Date) as Date,
      failure: { code: "disconnected" },
    });
  });
});
