import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

/**
 * A foreign key's columns must come first in an index over all of the table's rows: deleting the row that they refer
 * to asks for them, and reads the whole table without one.
 */
async function withoutIndex(): Promise<string[]> {
  const keys = await test.database.$queryRaw<{ name: string }[]>`
    SELECT referring.relname || '(' || string_agg(attribute.attname, ', ' ORDER BY attribute.attnum) || ')' AS name
    FROM pg_constraint AS key
    JOIN pg_class AS referring ON referring.oid = key.conrelid
    JOIN pg_namespace AS schema ON schema.oid = referring.relnamespace AND schema.nspname = 'public'
    JOIN pg_attribute AS attribute ON attribute.attrelid = key.conrelid AND attribute.attnum = ANY (key.conkey)
    WHERE key.contype = 'f' AND NOT EXISTS (
      SELECT FROM pg_index AS index
      WHERE index.indrelid = key.conrelid AND index.indisvalid AND index.indpred IS NULL
        AND (SELECT array_agg(indexed.number ORDER BY indexed.number)
             FROM unnest(index.indkey::int2[]) WITH ORDINALITY AS indexed(number, position)
             WHERE indexed.position <= cardinality(key.conkey))
          = (SELECT array_agg(number ORDER BY number) FROM unnest(key.conkey) AS number)
    )
    GROUP BY referring.relname, key.oid
    ORDER BY 1`;
  return keys.map(({ name }) => name);
}

it("finds every foreign key's rows by an index", async () => {
  expect(await withoutIndex()).toEqual([]);
});

it("would name one that has none, or only one that begins with another column or leaves rows out", async () => {
  await test.database.$executeRaw`CREATE TABLE "Referred" ("a" int, "b" int, PRIMARY KEY ("a", "b"))`;
  await test.database.$executeRaw`
    CREATE TABLE "Referring" ("a" int, "b" int, "c" int, FOREIGN KEY ("a", "b") REFERENCES "Referred")`;
  expect(await withoutIndex()).toContain("Referring(a, b)");
  await test.database.$executeRaw`CREATE INDEX ON "Referring" ("a", "c", "b")`;
  await test.database.$executeRaw`CREATE INDEX ON "Referring" ("a", "b") WHERE "c" > 0`;
  expect(await withoutIndex()).toContain("Referring(a, b)");
  await test.database.$executeRaw`CREATE INDEX ON "Referring" ("b", "a", "c")`;
  expect(await withoutIndex()).not.toContain("Referring(a, b)");
});
