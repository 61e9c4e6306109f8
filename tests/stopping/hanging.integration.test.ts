import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPool } from "../../app/database/pool.ts";
import { createSql } from "../../app/database/sql.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { createJobQueue } from "../../app/jobs/queue.ts";
import { createLog } from "../../app/log/log.ts";
import { BROWSER } from "../../sandbox/launch/merchant.ts";
import type { AppProcess, Ending } from "../chaos/appProcess.ts";
import { type ChaosWorld, startChaosWorld } from "../chaos/chaosWorld.ts";
import { placeOrders, untilSettled } from "../chaos/orders.ts";
import { eventually } from "../world/testWorld.ts";
import { untilNoLongerListening } from "./untilNoLongerListening.ts";

const CLEAN: Ending = { code: 0, signal: null };
const MORE_THAN_SOCKETS_KEEP_BYTES = 64 * 1024 ** 2;
/** A worker looks for jobs every two seconds. */
const LONGER_THAN_A_LOOK_MILLISECONDS = 3_000;

let world: ChaosWorld;
let files: Server;
/** The answer of the server that has the file. */
let upstream: { send(bytes: Buffer): void; end(): void };
let fileAddress: string;
let server: AppProcess;

beforeAll(async () => {
  world = await startChaosWorld();
  files = createServer((_, response) => {
    response.writeHead(200, { "content-type": "image/png" });
    response.on("error", () => undefined);
    upstream = { send: (bytes) => void response.write(bytes), end: () => void response.end() };
    upstream.send(Buffer.from("begin"));
  }).listen(0, "127.0.0.1");
  await once(files, "listening");
  fileAddress = await finishedFile();
}, 180_000);
afterEach(() => server.stop());
afterAll(async () => {
  files.closeAllConnections();
  files.close();
  await world.close();
}, 60_000);

/** A server with its worker. */
async function startServer(stopWithinSeconds: number, customeowTimeoutSeconds = 2): Promise<void> {
  server = world.startServer(undefined, {
    WORKER_IN_SERVER: "true",
    STOP_WITHIN_SECONDS: String(stopWithinSeconds),
    CUSTOMEOW_TIMEOUT_SECONDS: String(customeowTimeoutSeconds),
  });
  await world.untilHealthy();
}

/** Has one order come to its file. @returns the file's address in the app, where it comes from the server of this test */
async function finishedFile(): Promise<string> {
  await startServer(15);
  await placeOrders(world, 1);
  await untilSettled(world);
  await server.stop();
  const { port } = files.address() as AddressInfo;
  const file = await world.database.productionFile.findFirstOrThrow({
    include: { task: { include: { lineItem: true } } },
  });
  await world.database.productionFile.update({
    where: { id: file.id },
    data: { url: `http://127.0.0.1:${port}/file.png` },
  });
  return `/app/orders/${file.task.lineItem.orderId}/files/${file.id}`;
}

/** @returns whether somebody has taken the job */
async function handInJob(): Promise<() => Promise<boolean>> {
  const pool = openPool(world.databaseUrl, { connections: 1 });
  const boss = await startBoss(pool, "test", createLog("silent"));
  const deliveryId = randomUUID();
  await createJobQueue(boss).enqueue(createSql(pool), "process-delivery", { deliveryId });
  await boss.stop();
  await pool.end();
  return async () => {
    const waiting = await world.database.$queryRaw<object[]>`
      SELECT FROM pgboss.job WHERE data->'payload'->>'deliveryId' = ${deliveryId} AND state = 'created'`;
    return waiting.length === 0;
  };
}

async function download(): Promise<Socket> {
  const { hostname, port } = new URL(world.appUrl);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(
    [
      `GET ${fileAddress} HTTP/1.1`,
      `host: ${hostname}:${port}`,
      `authorization: Bearer ${await world.sessionToken()}`,
      `user-agent: ${BROWSER}`,
      "\r\n",
    ].join("\r\n"),
  );
  let received = "";
  while (!received.includes("begin")) {
    const [bytes] = (await once(socket, "data")) as [Buffer];
    received += bytes.toString();
  }
  return socket;
}

describe("a download that is under way when the server is told to stop", () => {
  it("comes to its end before the process does, while no worker takes a job any more", async () => {
    await startServer(100);
    const socket = await download();
    let rest = "";
    socket.on("data", (bytes) => (rest += String(bytes)));
    const ended = server.terminate();
    await untilNoLongerListening(world.appUrl);
    const isTaken = await handInJob();
    await pause(LONGER_THAN_A_LOOK_MILLISECONDS);
    expect(await isTaken()).toBe(false);
    upstream.send(Buffer.from("the last of it"));
    upstream.end();
    await once(socket, "close");
    expect(rest).toContain("the last of it");
    expect(await ended).toEqual(CLEAN);
    expect(await isTaken()).toBe(false);
  });

  it("is cut at the deadline where it does not end", async () => {
    await startServer(2);
    const socket = await download();
    socket.resume();
    const closed = once(socket, "close");
    expect(await server.terminate()).toEqual(CLEAN);
    await closed;
  });

  it("is cut at the deadline where its client reads nothing", async () => {
    await startServer(2);
    const socket = await download();
    socket.pause();
    upstream.send(Buffer.alloc(MORE_THAN_SOCKETS_KEEP_BYTES));
    expect(await server.terminate()).toEqual(CLEAN);
    socket.destroy();
  });
});

it("ends well while CustoMeow does not answer", async () => {
  await world.customeow("faults", { fault: "timeout", endpoints: ["create-order"], milliseconds: 600_000 });
  await startServer(2, 600);
  const asked = async () =>
    ((await world.customeow("state")) as { requests: { endpoint: string }[] }).requests.filter(
      ({ endpoint }) => endpoint === "create-order",
    ).length;
  const before = await asked();
  await placeOrders(world, 1);
  await eventually("CustoMeow is asked", async () => ((await asked()) > before ? true : null));
  expect(await server.terminate()).toEqual(CLEAN);
});
