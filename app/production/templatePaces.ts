import sql from "sql-template-tag";
import type { SqlPool } from "../database/sql.ts";
import { FIRST_PACE_SECONDS, learnPace, type ObservedDuration } from "./pace.ts";

/** How long templates take, as learned from the tasks before. */
export interface TemplatePaces {
  /** In seconds. Where nothing is known of a template, as the shop's others. */
  of(shopId: string, compositeId: string): Promise<number>;
  learn(shopId: string, compositeId: string, duration: ObservedDuration): void;
  close(): Promise<void>;
}

interface Observation {
  shopId: string;
  compositeId: string;
  duration: ObservedDuration;
}

/** What was learned is kept together, once a second: a hundred finishing tasks do not wait for one row of a guess. */
const KEPT_EVERY_MILLISECONDS = 1_000;

/** So long a pace that was read is good. */
const GOOD_FOR_MILLISECONDS = 10_000;

export function createTemplatePaces(rows: SqlPool): TemplatePaces {
  const known = new Map<string, { seconds: Promise<number>; until: number }>();
  let observed: Observation[] = [];
  let timer: NodeJS.Timeout | null = null;
  let keeping: Promise<void> = Promise.resolve();

  async function keep(): Promise<void> {
    timer = null;
    const learned = observed;
    observed = [];
    if (learned.length === 0) return;
    await keepLearned(rows, learned);
    known.clear();
  }

  return {
    of(shopId, compositeId) {
      const key = `${shopId} ${compositeId}`;
      const now = performance.now();
      const before = known.get(key);
      if (before !== undefined && now < before.until) return before.seconds;
      for (const [other, { until }] of known) if (until <= now) known.delete(other);
      const seconds = readPaces(rows, [{ shopId, compositeId }]).then(([pace]) => pace ?? FIRST_PACE_SECONDS);
      known.set(key, { seconds, until: now + GOOD_FOR_MILLISECONDS });
      return seconds;
    },

    learn(shopId, compositeId, duration) {
      observed.push({ shopId, compositeId, duration });
      timer ??= setTimeout(() => {
        // A guess that could not be kept is learned anew from the next tasks.
        keeping = keep().catch(() => undefined);
      }, KEPT_EVERY_MILLISECONDS);
    },

    async close() {
      if (timer !== null) clearTimeout(timer);
      await keeping;
      await keep().catch(() => undefined);
    },
  };
}

type Template = Pick<Observation, "shopId" | "compositeId">;

/** In the order of the templates. */
async function readPaces(rows: SqlPool, templates: readonly Template[]): Promise<number[]> {
  const read = await rows.rows<{ seconds: number }>(sql`
    SELECT coalesce(
      (SELECT "seconds" FROM "TemplatePace" AS pace
       WHERE pace."shopId" = asked."shopId" AND pace."compositeId" = asked."compositeId"),
      (SELECT avg("seconds") FROM "TemplatePace" AS pace WHERE pace."shopId" = asked."shopId"),
      ${FIRST_PACE_SECONDS}
    )::float8 AS seconds
    FROM unnest(${templates.map(({ shopId }) => shopId)}::uuid[], ${templates.map(({ compositeId }) => compositeId)}::text[])
         WITH ORDINALITY AS asked("shopId", "compositeId", position)
    ORDER BY position`);
  return read.map(({ seconds }) => seconds);
}

async function keepLearned(rows: SqlPool, observed: readonly Observation[]): Promise<void> {
  const byTemplate = Map.groupBy(observed, ({ shopId, compositeId }) => `${shopId} ${compositeId}`);
  const templates = [...byTemplate.values()].flatMap(([first]) => first ?? []);
  const paces = await readPaces(rows, templates);
  const learned = [...byTemplate.values()].map((durations, index) =>
    durations.reduce((pace, { duration }) => learnPace(pace, duration), paces[index] ?? FIRST_PACE_SECONDS),
  );
  // Of a shop that was erased meanwhile nothing is kept.
  await rows.rows(sql`
    INSERT INTO "TemplatePace" ("shopId", "compositeId", "seconds", "updatedAt")
    SELECT learned.shop, learned.composite, learned.seconds, clock_timestamp()
    FROM unnest(${templates.map(({ shopId }) => shopId)}::uuid[], ${templates.map(({ compositeId }) => compositeId)}::text[],
                ${learned}::float8[]) AS learned(shop, composite, seconds)
    JOIN "Shop" ON "Shop"."id" = learned.shop
    ORDER BY learned.shop, learned.composite
    ON CONFLICT ("shopId", "compositeId") DO UPDATE
      SET "seconds" = EXCLUDED."seconds", "updatedAt" = EXCLUDED."updatedAt"`);
}
