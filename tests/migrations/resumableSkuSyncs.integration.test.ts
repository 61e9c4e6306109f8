import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DatabaseBefore, databaseBefore } from "./databaseBefore.ts";

let database: DatabaseBefore;
beforeAll(async () => {
  database = await databaseBefore("resumable_sku_syncs");
});
afterAll(() => database.close());

it("has one sync of a shop begin anew where some were running, and keeps those that are over", async () => {
  const shopId = randomUUID();
  await database.query(`INSERT INTO "Shop" (id, domain) VALUES ($1, 'one.myshopify.com')`, [shopId]);
  const add = async (startedAt: string, state: string, begunAt: string | null) => {
    const [row] = await database.query<{ id: string }>(
      `INSERT INTO "SkuSync" (id, "shopId", "startedAt", state, "begunAt") VALUES ($1, $2, $3, $4::"SkuSyncState", $5)
       RETURNING id`,
      [randomUUID(), shopId, startedAt, state, begunAt],
    );
    return row?.id;
  };
  const over = await add("2026-11-01T08:00:00Z", "succeeded", "2026-11-01T08:00:01Z");
  await add("2026-11-01T09:00:00Z", "running", "2026-11-01T09:00:01Z");
  const newest = await add("2026-11-01T09:30:00Z", "running", "2026-11-01T09:30:01Z");

  await database.migrate();
  expect(
    await database.query(
      `SELECT id, state, "begunAt", step, "exportAttempts" FROM "SkuSync" ORDER BY "startedAt"`,
    ),
  ).toEqual([
    {
      id: over,
      state: "succeeded",
      begunAt: new Date("2026-11-01T08:00:01Z"),
      step: "list_skus",
      exportAttempts: 0,
    },
    { id: newest, state: "running", begunAt: null, step: "list_skus", exportAttempts: 0 },
  ]);
});
