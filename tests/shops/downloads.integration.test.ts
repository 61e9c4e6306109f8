import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpServer, startHttpServer } from "../../app/http/server.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { createSessionToken } from "../../sandbox/shopify/admin-api/oauth/sessionToken.ts";
import { type FilledShop, fillShop } from "../tenants/fillShop.ts";
import { BROWSER, startTestWorld, type TestWorld } from "../world/testWorld.ts";

const MARK = "downloadshop";
let world: TestWorld;
let server: HttpServer;
let shop: FilledShop;
let files: Server;
let filesAddress: string;
let listener: RequestListener;

beforeAll(async () => {
  await buildPagesIfStale();
  world = await startTestWorld({ PORT: "0" });
  server = await startHttpServer(world.services);
  shop = await fillShop(world.services, MARK);
  files = createServer((request, response) => {
    listener(request, response);
  });
  await once(files.listen(0, "127.0.0.1"), "listening");
  filesAddress = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  files.closeAllConnections();
  files.close();
  await server.close();
  await world.close();
});

const downloadPath = () => `/app/orders/${shop.orderId}/files/${shop.fileId}`;
const tokenOfShop = () => createSessionToken({ ...world.shop, domain: `${MARK}.myshopify.com` });

async function liesAt(url: string): Promise<void> {
  await world.services.database.productionFile.update({ where: { id: shop.fileId }, data: { url } });
}

async function download(token?: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}${downloadPath()}`, {
    headers: { authorization: `Bearer ${token ?? (await tokenOfShop())}`, "user-agent": BROWSER },
    redirect: "manual",
  });
}

/** A client that asks, and reads nothing of what comes. */
async function askAndReadNothing(): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1");
  socket.pause();
  socket.on("error", () => undefined);
  const lines = [
    `GET ${downloadPath()} HTTP/1.1`,
    "host: app",
    `authorization: Bearer ${await tokenOfShop()}`,
    `user-agent: ${BROWSER}`,
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  return socket;
}

describe("a production file", () => {
  it("is saved under a name of the app's, whatever it is called where it lies", async () => {
    listener = (_, response) => response.setHeader("content-type", "image/png").end("png");
    await liesAt(`${filesAddress}/%0d%0aset-cookie.exe`);
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("png");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename=[\w.-]+$/);
    expect(answer.headers.get("content-disposition")).not.toContain("exe");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
  });

  it("that cannot be had is explained in words", async () => {
    listener = (_, response) => response.writeHead(404).end();
    await liesAt(`${filesAddress}/gone.png`);
    const gone = await download();
    expect([gone.status, await gone.text()]).toEqual([
      502,
      expect.stringContaining("does not give it (HTTP 404)"),
    ]);
    await liesAt("https://169.254.169.254/latest/meta-data");
    const inside = await download();
    expect([inside.status, await inside.text()]).toEqual([502, expect.stringContaining("downloads nothing")]);
  });

  it("that breaks off in the middle is not taken for a whole one", async () => {
    listener = (_, response) => {
      response.write("begin");
      setTimeout(() => response.destroy(), 100);
    };
    await liesAt(`${filesAddress}/broken.png`);
    const answer = await download();
    await expect(answer.text()).rejects.toThrow();
  });

  it("is given to nobody whose session has ended, and App Bridge is told to get another", async () => {
    const answer = await download("no.session.token");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("x-shopify-retry-invalid-session-request")).toBe("1");
  });
});

describe("a client of a download", () => {
  it("that reads nothing keeps nothing of the file in memory, and that goes away has it cut where it lies", async () => {
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const upstream = Promise.withResolvers<Socket>();
    listener = (request, response) => {
      upstream.resolve(request.socket);
      const write = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    };
    await liesAt(`${filesAddress}/endless.png`);
    const client = await askAndReadNothing();
    const socket = await upstream.promise;
    let before = -1;
    while (sent > before) {
      before = sent;
      await pause(500);
    }
    // The kernel's buffers of both connections take some megabytes; Remix would have read on for ever.
    expect(sent).toBeLessThan(30_000_000);

    // It is cut, which the other end may see as a reset.
    const closed = new Promise((resolve) => socket.on("error", () => undefined).once("close", resolve));
    client.destroy();
    await closed;
  });
});
