import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { startAppProxy } from "./appProxy.ts";
import { listen, type LocalServer } from "./localServer.ts";

const open: LocalServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function proxied(app: Server): Promise<LocalServer> {
  const target = await listen(app, 0);
  const proxy = await startAppProxy({ port: 0, target: target.url });
  open.push(proxy, target);
  return proxy;
}

const policyThrough = async (policy: string) => {
  const proxy = await proxied(
    createServer((_, response) => response.setHeader("content-security-policy", policy).end()),
  );
  return (await fetch(proxy.url)).headers.get("content-security-policy");
};

it("lets the local admin embed what Shopify's admin may embed, and changes nothing else of the policy", async () => {
  expect(
    await policyThrough(
      "default-src 'self'; frame-ancestors https://a.myshopify.com https://admin.shopify.com; img-src *",
    ),
  ).toBe(
    "default-src 'self'; frame-ancestors https://a.myshopify.com https://admin.shopify.com http://localhost:*; img-src *",
  );
});

it("does not open what Shopify's admin may not embed", async () => {
  expect(await policyThrough("frame-ancestors 'none';")).toBe("frame-ancestors 'none';");
});

it("passes answers on as they come", async () => {
  const proxy = await proxied(
    createServer((_, response) => {
      response.write("first");
    }),
  );
  const reader = (await fetch(proxy.url)).body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  expect(new TextDecoder().decode(value)).toBe("first");
  await reader?.cancel();
});

it("passes WebSockets on", async () => {
  const app = createServer();
  app.on("upgrade", (_request, socket) => {
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello",
    );
    socket.on("error", () => socket.destroy());
  });
  const proxy = await proxied(app);
  const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  let received = "";
  for await (const chunk of socket) {
    received += String(chunk);
    if (received.includes("hello")) break;
  }
  expect(received).toContain("101 Switching Protocols");
  socket.destroy();
});

it("says so when the app is not running", async () => {
  const proxy = await startAppProxy({ port: 0, target: "http://localhost:1" });
  open.push(proxy);
  const response = await fetch(proxy.url);
  expect(response.status).toBe(502);
  expect(await response.text()).toContain("The app is not running");
});
