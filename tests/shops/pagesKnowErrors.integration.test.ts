import { afterAll, beforeAll, expect, it } from "vitest";
import { type HttpServer, startHttpServer } from "../../app/http/server.ts";
import { AccessDeniedError } from "../../app/shopify/graphqlRequest.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { createSessionToken } from "../../sandbox/shopify/admin-api/oauth/sessionToken.ts";
import { BROWSER, startTestWorld, type TestWorld } from "../world/testWorld.ts";

let world: TestWorld;
let server: HttpServer;

beforeAll(async () => {
  await buildPagesIfStale();
  world = await startTestWorld({ PORT: "0" });
  server = await startHttpServer(world.services);
}, 120_000);
afterAll(async () => {
  await server.close();
  await world.close();
});

it("a built page knows the error that the process's own code throws by its class", async () => {
  // The shop did not grant the scope that reading its checkout rules takes.
  const api = world.services.shopify.adminApi(world.shop.domain);
  await expect(api.readCheckoutValidation()).rejects.toThrow(AccessDeniedError);

  const headers = { authorization: `Bearer ${await createSessionToken(world.shop)}`, "user-agent": BROWSER };
  const address = `http://127.0.0.1:${server.port}/app/settings?_data=routes/app.settings`;
  const answer = await (await fetch(address, { headers })).text();
  expect(answer).toContain("approve the new permission");
});
