import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import type { Sql } from "../database/sql.ts";
import type { Turn } from "./line.ts";
import { Turnstile } from "./turnstile.ts";

let test: TestDatabase;
let statements: number;
let isReachable: boolean;
beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(() => {
  statements = 0;
  isReachable = true;
});
afterAll(() => test.close());

const counting: Sql = {
  rows: (statement) => {
    statements += 1;
    return isReachable ? test.sql.rows(statement) : Promise.reject(new Error("Postgres is away."));
  },
};
const turnstileOfAProcess = (requests = 60) =>
  new Turnstile(counting, {
    processId: randomUUID(),
    quota: { requests, windowMilliseconds: 60_000 },
    abandonedAfterMilliseconds: 100_000,
    patienceMilliseconds: 120_000,
  });

const wait = (turnstile: Turnstile, apiKeyFingerprint: string) =>
  turnstile.wait({ apiKeyFingerprint, shopId: null, urgency: "order" });
const giveBack = (turnstile: Turnstile, apiKeyFingerprint: string, { grantId }: Turn) =>
  turnstile.giveBack({ grantId, apiKeyFingerprint, isAnswer: true, at: performance.now() });
const unanswered = (apiKeyFingerprint: string) =>
  test.database.quotaGrant.count({ where: { apiKeyFingerprint, answeredAt: null } });

it("serves all who came in the same moment by one statement, and has their turns given back by another", async () => {
  const turnstile = turnstileOfAProcess();
  const requests = Array.from({ length: 100 }, async (_, number) => {
    const key = `of many ${number % 20}`;
    await giveBack(turnstile, key, await wait(turnstile, key));
  });
  await Promise.all(requests);
  expect(statements).toBe(2);
  expect(await unanswered("of many 7")).toBe(0);
});

it("takes a turn and gives back the one before by one statement, where requests follow each other", async () => {
  const turnstile = turnstileOfAProcess();
  let written = Promise.resolve();
  for (let number = 0; number < 10; number += 1)
    written = giveBack(turnstile, "in a row", await wait(turnstile, "in a row"));
  expect(statements).toBe(10);
  await written;
  expect(statements).toBe(11);
  expect(await unanswered("in a row")).toBe(0);
});

it("makes no statement while nobody waits", async () => {
  const turnstile = turnstileOfAProcess();
  await giveBack(turnstile, "idle", await wait(turnstile, "idle"));
  const before = statements;
  await pause(1_200);
  expect(statements).toBe(before);
});

it("tells how a key is doing from what its last turn told", async () => {
  const turnstile = turnstileOfAProcess();
  await wait(turnstile, "known");
  expect(await turnstile.inspect("known")).toMatchObject({ used: 1, othersWait: false, isTroubled: false });
  expect(statements).toBe(1);
  expect(await turnstile.inspect("not known")).toMatchObject({ used: 0 });
  expect(statements).toBe(2);
});

it("serves thousands who wait, a hundred by a statement", async () => {
  const turnstile = turnstileOfAProcess(1_000_000);
  await Promise.all(Array.from({ length: 3_000 }, () => wait(turnstile, "thousands")));
  expect(statements).toBe(30);
});

it("sends away who waits while Postgres is away, and gives back with the next turn what it could not", async () => {
  const turnstile = turnstileOfAProcess();
  const turn = await wait(turnstile, "away");
  isReachable = false;
  await giveBack(turnstile, "away", turn);
  await expect(wait(turnstile, "away")).rejects.toThrow("Postgres is away.");
  isReachable = true;
  expect(await unanswered("away")).toBe(1);
  await wait(turnstile, "away");
  expect(await unanswered("away")).toBe(1);
  expect(await test.database.quotaGrant.count({ where: { apiKeyFingerprint: "away" } })).toBe(2);
});

it("shows the other processes that nobody waits any more once it is closed", async () => {
  const turnstile = turnstileOfAProcess(1);
  const turn = await wait(turnstile, "closed");
  const waiting = expect(wait(turnstile, "closed")).rejects.toThrow("The process is stopping.");
  const inLine = () => test.database.quotaLine.count({ where: { apiKeyFingerprint: "closed" } });
  while ((await inLine()) === 0) await pause(5);
  turnstile.close();
  await waiting;
  await giveBack(turnstile, "closed", turn);
  expect(await inLine()).toBe(0);
  expect(await unanswered("closed")).toBe(0);
});
