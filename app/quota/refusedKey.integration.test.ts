import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { endRefusal, keyRefusedSince, noteTrouble, type Outcome } from "./outcome.ts";

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const note = (key: string, kind: "key_refused" | "not_answered") =>
  noteTrouble(test.sql, key, { kind } satisfies Outcome);
const stateOf = (key: string) =>
  test.database.quotaKeyState.findUniqueOrThrow({ where: { apiKeyFingerprint: key } });
const isPaused = async (key: string) => ((await stateOf(key)).pausedUntil ?? new Date(0)) > new Date();
/** A second ago: the column is rounded to milliseconds, so that "now" may still lie ahead for the next statement. */
const endPause = (key: string) =>
  test.sql.rows(
    sql`UPDATE "QuotaKeyState" SET "pausedUntil" = now() - interval '1 second' WHERE "apiKeyFingerprint" = ${key}`,
  );

async function refuse(key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await endPause(key);
    await note(key, "key_refused");
  }
}

describe("a key that is refused", () => {
  it("pauses at once, and requests that were under way together count as one refusal", async () => {
    await Promise.all(Array.from({ length: 10 }, () => note("together", "key_refused")));
    expect(await isPaused("together")).toBe(true);
    await refuse("together", 2);
    expect(keyRefusedSince(await stateOf("together"))).toBeNull();
    await refuse("together", 1);
    expect(keyRefusedSince(await stateOf("together"))).toBeInstanceOf(Date);
  });

  it("counts from anew where something else went wrong in between", async () => {
    await refuse("in between", 3);
    await endPause("in between");
    await note("in between", "not_answered");
    await refuse("in between", 3);
    expect(keyRefusedSince(await stateOf("in between"))).toBeNull();
  });

  it("never pauses for longer than ten minutes", async () => {
    await refuse("for long", 30);
    const { pausedUntil } = await stateOf("for long");
    expect(pausedUntil?.getTime()).toBeLessThanOrEqual(Date.now() + 12 * 60 * 1000);
  });

  it("is tried at once where a person enters it, but not where it pauses for another reason", async () => {
    await refuse("entered", 1);
    await endRefusal(test.sql, "entered");
    expect(await isPaused("entered")).toBe(false);
    await noteTrouble(test.sql, "too many", { kind: "too_many", seconds: 60 });
    await endRefusal(test.sql, "too many");
    expect(await isPaused("too many")).toBe(true);
  });
});
