import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpServer, startHttpServer } from "../../app/http/server.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { createSessionToken } from "../../sandbox/shopify/admin-api/oauth/sessionToken.ts";
import { type FilledShop, fillShop } from "../tenants/fillShop.ts";
import { signedBodies } from "../webhooks/signedBodies.ts";
import { BROWSER, startTestWorld, type TestWorld } from "../world/testWorld.ts";

const MARK = "headershop";
const SHOP = `${MARK}.myshopify.com`;
const SHOPS_ADMIN = `frame-ancestors https://${SHOP} https://admin.shopify.com`;
const NOBODY = "frame-ancestors 'none'";
const embedded = `shop=${SHOP}&host=${Buffer.from("admin.shopify.com/store/x").toString("base64")}&embedded=1`;

let world: TestWorld;
let server: HttpServer;
let files: Server;
let shop: FilledShop;
let token: string;
let asset: string;

beforeAll(async () => {
  await buildPagesIfStale();
  world = await startTestWorld({ PORT: "0", SHOPIFY_APP_URL: "https://app.example.com" });
  server = await startHttpServer(world.services);
  shop = await fillShop(world.services, MARK);
  token = await createSessionToken({ ...world.shop, domain: SHOP });
  files = createServer((_, response) => response.setHeader("content-type", "image/png").end("png"));
  await once(files.listen(0, "127.0.0.1"), "listening");
  const { port } = files.address() as AddressInfo;
  await world.services.database.productionFile.update({
    where: { id: shop.fileId },
    data: { url: `http://127.0.0.1:${port}/file.png` },
  });
  const [first = ""] = await readdir("build/client/assets");
  asset = `/assets/${first}`;
}, 120_000);
afterAll(async () => {
  files.close();
  await server.close();
  await world.close();
});

const [signed] = signedBodies(1, "client-secret");
const rightWebhook = (): RequestInit => ({
  method: "POST",
  body: new Uint8Array(signed?.body ?? []),
  headers: {
    "x-shopify-topic": "orders/create",
    "x-shopify-shop-domain": SHOP,
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": "1",
    "x-shopify-hmac-sha256": signed?.signature ?? "",
  },
});
const asMerchant = (more: RequestInit = {}): RequestInit => ({
  ...more,
  headers: { authorization: `Bearer ${token}` },
});
const post = (body: string): RequestInit => ({ method: "POST", body });

interface Visit {
  what: string;
  path: () => string;
  init?: () => RequestInit;
  status: number;
  mayBeFramedBy: string;
  /** Browsers and proxies may keep it. */
  isForEverybody?: true;
}

const visits: Visit[] = [
  { what: "the front page", path: () => "/", status: 200, mayBeFramedBy: NOBODY },
  { what: "a page that is not there", path: () => "/nothing", status: 404, mayBeFramedBy: NOBODY },
  {
    what: "a page of the app in the admin",
    path: () => `/app?${embedded}&id_token=${token}`,
    status: 200,
    mayBeFramedBy: SHOPS_ADMIN,
  },
  {
    what: "a page of the app that is not there, in the admin",
    path: () => `/app/nothing?${embedded}&id_token=${token}`,
    status: 404,
    mayBeFramedBy: SHOPS_ADMIN,
  },
  { what: "a page of the app outside the admin", path: () => "/app", status: 302, mayBeFramedBy: NOBODY },
  {
    what: "data of a page",
    path: () => "/app/orders?_data=routes%2Fapp.orders._index",
    init: asMerchant,
    status: 200,
    mayBeFramedBy: NOBODY,
  },
  {
    what: "a form that is refused",
    path: () => "/app/connect?_data=routes%2Fapp.connect",
    init: () => asMerchant({ method: "POST", body: new URLSearchParams({ apiKey: "", storeId: "" }) }),
    status: 422,
    mayBeFramedBy: NOBODY,
  },
  {
    what: "a download",
    path: () => `/app/orders/${shop.orderId}/files/${shop.fileId}`,
    init: asMerchant,
    status: 200,
    mayBeFramedBy: NOBODY,
  },
  {
    what: "a download that is not there",
    path: () => `/app/orders/${shop.orderId}/files/${shop.orderId}`,
    init: asMerchant,
    status: 404,
    mayBeFramedBy: NOBODY,
  },
  { what: "a script", path: () => asset, status: 200, mayBeFramedBy: NOBODY, isForEverybody: true },
  { what: "a folder", path: () => "/assets", status: 301, mayBeFramedBy: NOBODY },
  { what: "health", path: () => "/health/live", status: 200, mayBeFramedBy: NOBODY },
  { what: "an address that cannot be read", path: () => "/%E0%A4%A", status: 400, mayBeFramedBy: NOBODY },
  {
    what: "a form that is too large",
    path: () => "/app/connect",
    init: () => post("x".repeat(300_000)),
    status: 413,
    mayBeFramedBy: NOBODY,
  },
  {
    what: "a webhook",
    path: () => "/webhooks/orders/create",
    init: rightWebhook,
    status: 200,
    mayBeFramedBy: NOBODY,
  },
  {
    what: "a webhook that nobody signed",
    path: () => "/webhooks/orders/create",
    init: () => post("{}"),
    status: 401,
    mayBeFramedBy: NOBODY,
  },
  {
    what: "a webhook that is none",
    path: () => "/webhooks/orders/create",
    status: 405,
    mayBeFramedBy: NOBODY,
  },
  {
    what: "a token that no shop has",
    path: () => "/webhooks/customeow/none",
    init: () => post("{}"),
    status: 404,
    mayBeFramedBy: NOBODY,
  },
];

describe("every answer may be framed only by whom it is for, is taken for what it says, and stays behind https", () => {
  it.each(visits)("$what", async ({ path, init, status, mayBeFramedBy, isForEverybody }) => {
    const given = init?.() ?? {};
    const headers = new Headers(given.headers);
    headers.set("user-agent", BROWSER);
    const answer = await fetch(`http://127.0.0.1:${server.port}${path()}`, {
      ...given,
      headers,
      redirect: "manual",
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-security-policy")).toContain(mayBeFramedBy);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("referrer-policy")).toBe("same-origin");
    expect(answer.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    const isKept = !(answer.headers.get("cache-control") ?? "").includes("no-store");
    expect(isKept).toBe(isForEverybody ?? false);
    await answer.arrayBuffer();
  });

  it.each([
    ["is no request", "nonsense\r\n\r\n", "400"],
    ["has too long a head", `GET / HTTP/1.1\r\nhost: app\r\nx: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
  ])("what %s", async (_, text, status) => {
    const socket = connect(server.port, "127.0.0.1").setEncoding("latin1");
    socket.write(text);
    const [answer] = (await once(socket, "data")) as [string];
    expect(answer).toContain(`HTTP/1.1 ${status}`);
    expect(answer).toContain(NOBODY);
    expect(answer).toContain("x-content-type-options: nosniff");
    socket.destroy();
  });
});
