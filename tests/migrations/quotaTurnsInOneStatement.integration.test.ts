import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DatabaseBefore, databaseBefore } from "./databaseBefore.ts";

let database: DatabaseBefore;
beforeAll(async () => {
  database = await databaseBefore("quota_turns_in_one_statement");
});
afterAll(() => database.close());

const shopId = randomUUID();

async function grant(key: string, shop: string | null): Promise<void> {
  await database.query(
    `INSERT INTO "QuotaGrant" ("apiKeyFingerprint", "shopId", "grantedAt", "countsUntil")
     VALUES ($1, $2, now(), now() + interval '1 minute')`,
    [key, shop],
  );
}

it("counts on what was granted before, and gives the version before no turn beside its own", async () => {
  for (const [key, shop] of [
    ["busy", shopId],
    ["busy", shopId],
    ["busy", null],
    ["other", null],
  ] as const)
    // prettier-ignore
    await grant(key, shop);
  await database.migrate();

  const turns = await database.query<{ key: string; used: number; grants: string[] }>(
    `SELECT key, used, grants FROM take_quota_turns($1, 3, 60000, 100000, 120000, 3000, 3, 100, '{}', '{}', '{}',
       '{busy,other}', '{busy,other}', ARRAY[$2, $2]::uuid[], '{1,1}', '{0,0}') ORDER BY key`,
    [randomUUID(), shopId],
  );
  expect(turns.map(({ key, used, grants }) => [key, used, grants.length])).toEqual([
    ["busy", 3, 0],
    ["other", 2, 1],
  ]);
  await expect(grant("busy", shopId)).rejects.toThrow(/"grantedAt".+does not exist/);
});
