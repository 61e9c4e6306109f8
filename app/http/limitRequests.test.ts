import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClientAddresses } from "./clientAddress.ts";
import { limitBodies, limitRequests } from "./limitRequests.ts";

let server: Server;
let url: string;

beforeAll(async () => {
  const app = express();
  app.use(limitBodies, limitRequests(createClientAddresses({ trustsPrivate: true, ranges: [] })));
  app.use((_, response) => {
    response.sendStatus(200);
  });
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const statusFor = async (client: string | null, path = "/app") => {
  const headers = new Headers(client === null ? [] : [["x-forwarded-for", client]]);
  return (await fetch(`${url}${path}`, { headers })).status;
};

it("refuses an address that asks more often than people do, and no other", async () => {
  const statuses: number[] = [];
  for (let times = 0; times < 400; times += 1) statuses.push(await statusFor("198.51.100.7"));
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  expect(statuses.indexOf(429)).toBeGreaterThan(200);
  expect(await statusFor("198.51.100.8")).toBe(200);
});

it("refuses neither files that browsers keep nor those of whom only a proxy is known", async () => {
  const statuses = new Set<number>();
  for (let times = 0; times < 400; times += 1) {
    statuses.add(await statusFor("198.51.100.9", "/assets/root.js"));
    statuses.add(await statusFor(null));
  }
  expect(statuses).toEqual(new Set([200]));
});

it("refuses bodies that no form has, and those of which it is not known how long they are", async () => {
  const post = async (body: BodyInit, more: RequestInit & { duplex?: "half" } = {}) =>
    (await fetch(url, { method: "POST", body, ...more })).status;
  expect(await post("x".repeat(100_000))).toBe(200);
  expect(await post("x".repeat(300_000))).toBe(413);
  expect(await post(new Blob(["x"]).stream(), { duplex: "half" })).toBe(411);
});
