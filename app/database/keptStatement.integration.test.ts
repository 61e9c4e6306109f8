import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { keepStatement } from "./keptStatement.ts";

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const ID = "019a2111-f3bc-73d3-8210-fa7e5afe7d21";
const query = (text: string) => sql`
  SELECT id FROM json_to_recordset(given) AS row (id uuid, text text) WHERE text = ${text} AND ${1}::int = 1`;
const kept = async () =>
  (await test.sql.rows(sql`SELECT FROM pg_proc WHERE proname LIKE 'find_ids%'`)).length;

it("keeps a query with its values, and calls it with others", async () => {
  const text = `it's "$kept" \\ $1`;
  const find = await keepStatement(test.sql, "find_ids", query(text));
  const found = async (given: object[]) =>
    test.sql.rows(sql`SELECT id FROM ${find(JSON.stringify(given))} AS found (id)`);
  expect(await found([{ id: ID, text }])).toEqual([{ id: ID }]);
  expect(await found([{ id: ID, text: "another" }])).toEqual([]);
});

it("keeps the same query once, however many processes start at the same time, and another beside it", async () => {
  const before = await kept();
  await Promise.all(Array.from({ length: 6 }, () => keepStatement(test.sql, "find_ids", query("the same"))));
  expect(await kept()).toBe(before + 1);
  await keepStatement(test.sql, "find_ids", query("another"));
  expect(await kept()).toBe(before + 2);
});

it("says what is wrong with a query, and keeps none", async () => {
  const before = await kept();
  await expect(keepStatement(test.sql, "find_ids", sql`SELECT FROM`)).rejects.toThrow("syntax error");
  await expect(keepStatement(test.sql, "find_ids", sql`SELECT ${null}`)).rejects.toThrow("cannot be kept");
  expect(await kept()).toBe(before);
});
