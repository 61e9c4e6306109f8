import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DOWNLOAD_PATH } from "../../app/http/answerDownloads.ts";
import { foldCounts } from "../../app/counts/foldCounts.ts";
import { type HttpServer, startHttpServer } from "../../app/http/server.ts";
import { CUSTOMEOW_WEBHOOK_PATH } from "../../app/http/webhooks.ts";
import { WEBHOOK_TOPICS } from "../../app/shopify/webhookClaims.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { createSessionToken } from "../../sandbox/shopify/admin-api/oauth/sessionToken.ts";
import { BROWSER, eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { type FilledShop, fillShop } from "./fillShop.ts";
import { rowsOf } from "./rowsOf.ts";
import { type Visit, visitsOf } from "./visits.ts";

let world: TestWorld;
let server: HttpServer;
let visitor: FilledShop;
let other: FilledShop;

beforeAll(async () => {
  await buildPagesIfStale();
  world = await startTestWorld({ PORT: "0" });
  server = await startHttpServer(world.services);
  visitor = await fillShop(world.services, "visitingshop");
  other = await fillShop(world.services, "visitedshop");
}, 120_000);
afterAll(async () => {
  await server.close();
  await world.close();
});

async function make({ method, path, form, body, headers }: Visit): Promise<Response> {
  const token = await createSessionToken({ ...world.shop, domain: visitor.domain });
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "user-agent": BROWSER, ...headers },
    redirect: "manual",
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    ...(body === undefined ? {} : { body }),
  });
}

/** What only the other shop's rows hold; its bare mark may be answered, where it was searched for. */
const secretsOf = ({ mark, orderId, lineItemId, taskId, fileId }: FilledShop) => [
  ...["Mug ", "SKU-", "Template ", "Reason ", "Text ", "Entry ", "Answer "].map((name) => `${name}${mark}`),
  ...[orderId, lineItemId, taskId, fileId, `https://files.example.com/${mark}.png`],
];

it("shows a merchant nothing of another shop's and changes nothing of it, on any route with any of its ids", async () => {
  const visits = visitsOf(visitor, other, world.shop.app.clientSecret);
  // A route or an address that is added must be visited here too.
  const places = [
    ...(await readdir("app/routes")),
    ...Object.keys(WEBHOOK_TOPICS),
    CUSTOMEOW_WEBHOOK_PATH,
    DOWNLOAD_PATH,
  ];
  expect(Object.keys(visits).toSorted()).toEqual(places.toSorted());
  const { database } = world.services;
  // Else the worker would do it meanwhile.
  await foldCounts(world.services.sql);
  const before = await rowsOf(database, other);

  for (const [route, ofRoute] of Object.entries(visits))
    for (const visit of ofRoute) await makeAndCheck(visit, route);

  // The visitor's last webhook has its own data erased.
  await eventually("every webhook was processed, and the visitor erased", async () => {
    const visitors = await database.shop.count({ where: { id: visitor.shopId } });
    return visitors === 0 && (await everyDeliveryIsProcessed()) ? true : null;
  });
  // What comes for it later, in which the other's domain is named, is answered and not kept.
  for (const [route, ofRoute] of Object.entries(visitsOf(visitor, other, world.shop.app.clientSecret)))
    if (route.startsWith("/webhooks/")) for (const visit of ofRoute) await makeAndCheck(visit, route);
  await eventually("every late webhook was processed", async () =>
    (await everyDeliveryIsProcessed()) ? true : null,
  );
  expect(await database.webhookDelivery.count({ where: { shopDomain: visitor.domain } })).toBeGreaterThan(0);
  expect(await rowsOf(database, other)).toEqual(before);
}, 60_000);

async function makeAndCheck(visit: Visit, route: string): Promise<void> {
  const answer = await make(visit);
  const text = await answer.text();
  const about = `${visit.method} ${visit.path} (${route})`;
  expect(visit.allowed, `${about} was answered ${answer.status}: ${text.slice(0, 300)}`).toContain(
    answer.status,
  );
  for (const secret of secretsOf(other)) expect(text, about).not.toContain(secret);
}

async function everyDeliveryIsProcessed(): Promise<boolean> {
  return (await world.services.database.webhookDelivery.count({ where: { state: "received" } })) === 0;
}
