import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpServer, startHttpServer } from "../../app/http/server.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { createSessionToken } from "../../sandbox/shopify/admin-api/oauth/sessionToken.ts";
import { BROWSER, startTestWorld, type TestWorld } from "../world/testWorld.ts";

let world: TestWorld;
let server: HttpServer;
let token: string;

beforeAll(async () => {
  await buildPagesIfStale();
  world = await startTestWorld({ PORT: "0" });
  server = await startHttpServer(world.services);
  token = await createSessionToken(world.shop);
}, 120_000);
afterAll(async () => {
  await server.close();
  await world.close();
});

const connection = () => world.services.database.customeowConnection.findFirstOrThrow();

/** As the admin calls a page, with a session token. */
function addressOf(path: string): string {
  const { domain } = world.shop;
  const host = Buffer.from(`admin.shopify.com/store/${domain}`).toString("base64");
  const query = new URLSearchParams({ shop: domain, host, embedded: "1", id_token: token });
  return `http://127.0.0.1:${server.port}${path}?${query.toString()}`;
}

function send(method: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(addressOf(path), {
    method,
    headers: { "user-agent": BROWSER, ...headers },
    redirect: "manual",
    ...(method === "DELETE" ? {} : { body: new URLSearchParams({ protection: "off" }) }),
  });
}

describe.each([
  ["POST", "/app/settings"],
  ["PUT", "/app/settings"],
  ["POST", "/app/connect"],
  ["DELETE", "/app/connect"],
])("a page that changes something, by %s %s", (method, path) => {
  it("takes a session token in its header alone, never in its address", async () => {
    const before = await connection();
    const answer = await send(method, path);
    expect(answer.status).toBe(401);
    // App Bridge then tries once more, with a token.
    expect(answer.headers.get("x-shopify-retry-invalid-session-request")).toBe("1");
    expect((await send(method, path, { authorization: "Bearer none" })).status).toBe(401);
    expect(await connection()).toEqual(before);
  });
});

it("shows a page to whom the admin sends with a token in the address", async () => {
  const answer = await fetch(addressOf("/app/settings"), { headers: { "user-agent": BROWSER } });
  expect(answer.status).toBe(200);
});

it("changes something for whom the header proves to be of the shop", async () => {
  const before = await connection();
  const answer = await send("POST", "/app/settings", { authorization: `Bearer ${token}` });
  expect(answer.status).toBeLessThan(400);
  expect((await connection()).webhookTokenHash).not.toBe(before.webhookTokenHash);
});
