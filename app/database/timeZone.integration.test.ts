import { randomUUID } from "node:crypto";
import sql, { raw } from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { openDatabase } from "./database.ts";
import { openPool } from "./pool.ts";
import { checkTimeZone, setTimeZone } from "./timeZone.ts";

let test: TestDatabase;
let name: string;
beforeAll(async () => {
  test = await testDatabase();
  name = new URL(test.databaseUrl).pathname.slice(1);
});
afterAll(() => test.close());

const inTokyo = () => test.sql.rows(sql`ALTER DATABASE ${raw(name)} SET timezone TO 'Asia/Tokyo'`);

it("has a database in another zone keep instants as they are", async () => {
  await inTokyo();
  await expect(checkTimeZone(test.databaseUrl)).rejects.toThrow("Asia/Tokyo");
  await setTimeZone(test.databaseUrl);
  await checkTimeZone(test.databaseUrl);

  const pool = openPool(test.databaseUrl, { connections: 1 });
  const at = new Date("2026-11-25T12:00:00Z");
  const { id } = await openDatabase(pool).shop.create({
    data: { domain: "utc.myshopify.com", uninstalledAt: at },
  });
  const [stored] = await test.sql.rows<{ at: Date }>(
    sql`SELECT "uninstalledAt" AS at FROM "Shop" WHERE "id" = ${id}`,
  );
  expect(stored?.at).toEqual(at);
  await pool.end();
});

it("names the statement that helps where the user may not set it", async () => {
  await inTokyo();
  const role = `guest_${randomUUID().replaceAll("-", "")}`;
  await test.sql.rows(sql`CREATE ROLE ${raw(role)} LOGIN PASSWORD 'guest'`);
  const url = new URL(test.databaseUrl);
  url.username = role;
  url.password = "guest";
  await expect(setTimeZone(url.href)).rejects.toThrow(`ALTER DATABASE "${name}" SET timezone TO 'UTC'`);
  await test.sql.rows(sql`DROP ROLE ${raw(role)}`);
});
