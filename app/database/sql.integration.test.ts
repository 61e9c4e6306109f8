import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  await test.sql.rows(sql`CREATE TABLE noted (text text)`);
});
afterAll(() => test.close());

const noted = async (): Promise<string[]> => {
  const rows = await test.sql.rows<{ text: string }>(sql`SELECT text FROM noted ORDER BY text`);
  return rows.map(({ text }) => text);
};

it("hands values over apart from the statement", async () => {
  const text = `'); DROP TABLE noted; --`;
  const rows = await test.sql.rows<{ text: string; at: Date }>(
    sql`SELECT ${text}::text AS text, '2026-01-02T03:04:05+02:00'::timestamptz AS at`,
  );
  expect(rows).toEqual([{ text, at: new Date("2026-01-02T01:04:05Z") }]);
});

it("commits what a transaction did, and nothing of one that throws", async () => {
  await test.sql.transaction((rows) => rows.rows(sql`INSERT INTO noted VALUES ('kept')`));
  const failing = test.sql.transaction(async (rows) => {
    await rows.rows(sql`INSERT INTO noted VALUES ('lost')`);
    throw new Error("It failed.");
  });
  await expect(failing).rejects.toThrow("It failed.");
  expect(await noted()).toEqual(["kept"]);
});

it("keeps no connection busy whose transaction failed", async () => {
  const failing = Array.from({ length: 20 }, () =>
    test.sql.transaction((rows) => rows.rows(sql`SELECT 1 / 0`)),
  );
  const settled = await Promise.allSettled(failing);
  expect(settled.every(({ status }) => status === "rejected")).toBe(true);
  expect(await noted()).toEqual(["kept"]);
});

it("fails, and with it nothing else, when the connection of a transaction is cut", async () => {
  const cut = test.sql.transaction(async (rows) => {
    await rows.rows(sql`INSERT INTO noted VALUES ('cut off')`);
    const [backend] = await rows.rows<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
    await test.sql.rows(sql`SELECT pg_terminate_backend(${backend?.pid})`);
    await rows.rows(sql`SELECT 1`);
  });
  await expect(cut).rejects.toThrow();
  expect(await noted()).toEqual(["kept"]);
});
