import { setTimeout as pause } from "node:timers/promises";
import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { createLeases } from "./leases.ts";
import { openPool } from "./pool.ts";
import { BusyError } from "./lock.ts";
import { createSql, type SqlPool } from "./sql.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const leases = (lastsMilliseconds = 10_000, patienceMilliseconds = 60_000) =>
  createLeases(test.sql, { lastsMilliseconds, patienceMilliseconds });
const rows = () => test.sql.rows(sql`SELECT FROM "Lease"`);
const nothing = () => Promise.resolve();

/** Leases whose holder is suspended: they are not renewed. */
const suspended: Pick<SqlPool, "rows"> = {
  rows: (statement) => (/^\s*UPDATE/.test(statement.text) ? Promise.resolve([]) : test.sql.rows(statement)),
};

it("lets one of many at a time do what they all want to, each in its turn", async () => {
  let inside = 0;
  const most: number[] = [];
  const turns = Array.from({ length: 12 }, () =>
    leases().inTurn("one at a time", async () => {
      inside += 1;
      most.push(inside);
      await pause(10);
      inside -= 1;
    }),
  );
  await Promise.all(turns);
  expect(most).toEqual(Array.from({ length: 12 }, () => 1));
});

it("refuses at once who does not want to wait, and nobody who wants something else", async () => {
  await leases().ifFree("taken", async () => {
    await expect(leases().ifFree("taken", nothing)).rejects.toThrow(BusyError);
    await expect(leases().ifFree("free", nothing)).resolves.toBeUndefined();
  });
});

it("is given back after what it was taken for, also where that fails", async () => {
  const failing = leases().ifFree("fails", () => Promise.reject(new Error("It failed.")));
  await expect(failing).rejects.toThrow("It failed.");
  expect(await rows()).toEqual([]);
});

it("lasts for as long as what it was taken for", async () => {
  await leases(1_000).ifFree("long", async () => {
    await pause(2_500);
    await expect(leases().ifFree("long", nothing)).rejects.toThrow(BusyError);
  });
});

it("runs out when its holder falls silent, who later takes nothing from the next", async () => {
  const taken = Promise.withResolvers<undefined>();
  const next = Promise.withResolvers<undefined>();
  const silent = createLeases(suspended, { lastsMilliseconds: 100, patienceMilliseconds: 0 });
  const late = silent.ifFree("silent", () => {
    taken.resolve(undefined);
    return next.promise;
  });
  await taken.promise;
  await leases().inTurn("silent", async () => {
    next.resolve(undefined);
    await late;
    await expect(leases().ifFree("silent", nothing)).rejects.toThrow(BusyError);
  });
});

it("gives up waiting for a turn that does not come", async () => {
  await leases().ifFree("held", async () => {
    await expect(leases(10_000, 200).inTurn("held", nothing)).rejects.toThrow(BusyError);
  });
});

it("takes no connection while it is held", async () => {
  await leases().ifFree("held", () => {
    expect(test.pool.totalCount - test.pool.idleCount).toBe(0);
    return Promise.resolve();
  });
});

it("lets nobody wait for a turn inside of another", async () => {
  const one = leases();
  await expect(one.inTurn("outer", () => one.inTurn("inner", nothing))).rejects.toThrow(
    "inside of a turn for outer",
  );
  // Whoever does not wait keeps nobody waiting.
  await one.ifFree("outer", () => one.inTurn("inner", nothing));
  expect(await rows()).toEqual([]);
});

it("keeps no turn waiting for a connection that another turn's holder waits for, with one connection for all", async () => {
  const pool = openPool(test.databaseUrl, { connections: 1 });
  const connection = createSql(pool);
  const locks = createLeases(connection);
  const ask = () => connection.rows(sql`SELECT pg_sleep(0.005)`);
  const refresh = (shop: number) =>
    locks.inTurn(`session ${shop}`, async () => {
      await ask();
      await pause(20);
      await ask();
    });
  const publish = async (shop: number) => {
    for (let page = 0; page < 3; page += 1) {
      await connection.transaction(async (rows) => {
        await rows.rows(sql`SELECT pg_sleep(0.005)`);
      });
      await refresh(shop);
    }
  };
  const shops = Array.from({ length: 8 }, (_, shop) => shop);
  await Promise.all([
    ...shops.map(refresh),
    ...[0, 1].flatMap((shop) => shops.slice(4).map(() => publish(shop))),
  ]);
  expect(await rows()).toEqual([]);
  await pool.end();
});
