-- Turns of the quota are taken by one statement, a function. A process of the version before, which counted the rows of
-- "QuotaGrant" itself, gets no turn any more (its statements name what is gone here), so that the two do not count
-- apart; the jobs of its requests are tried again by the processes that follow it.

-- DropTable
DROP TABLE "QuotaWaiter";

-- AlterTable
-- The nil UUID stands for the requests with a key that no shop uses yet.
UPDATE "QuotaGrant" SET "shopId" = '00000000-0000-0000-0000-000000000000' WHERE "shopId" IS NULL;
ALTER TABLE "QuotaGrant"
  DROP COLUMN "grantedAt",
  ALTER COLUMN "shopId" SET NOT NULL,
  -- Microseconds: a rounded instant could end a window too soon.
  ALTER COLUMN "answeredAt" SET DATA TYPE TIMESTAMPTZ(6),
  ALTER COLUMN "countsUntil" SET DATA TYPE TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "QuotaShare" (
    "apiKeyFingerprint" TEXT NOT NULL,
    "shopId" UUID NOT NULL,
    "counting" INTEGER NOT NULL,

    CONSTRAINT "QuotaShare_pkey" PRIMARY KEY ("apiKeyFingerprint","shopId")
);

-- CreateTable
CREATE TABLE "QuotaLine" (
    "apiKeyFingerprint" TEXT NOT NULL,
    "processId" UUID NOT NULL,
    "seenAt" TIMESTAMPTZ(6) NOT NULL,
    "shopIds" UUID[],
    "urgencies" INTEGER[],
    "since" TIMESTAMPTZ(6)[],

    CONSTRAINT "QuotaLine_pkey" PRIMARY KEY ("apiKeyFingerprint","processId")
);

-- CreateIndex
CREATE INDEX "QuotaShare_shopId_idx" ON "QuotaShare"("shopId");

-- What was granted before counts on.
INSERT INTO "QuotaShare" ("apiKeyFingerprint", "shopId", "counting")
SELECT "apiKeyFingerprint", "shopId", count(*) FROM "QuotaGrant" GROUP BY "apiKeyFingerprint", "shopId";

-- Notes which requests were answered, and how long ago, so that this may be written a little later: a grant counts for a
-- window from its answer on. An answer to a key that had been without ends its trouble.
CREATE FUNCTION give_back_quota_turns(
  window_ms float8,
  answered_grants bigint[],
  answered_ago_ms float8[],
  answering_keys text[]
) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  UPDATE "QuotaGrant" AS turn
  SET "answeredAt" = clock_timestamp() - answered.ago_ms * interval '1 millisecond',
      "countsUntil" = clock_timestamp() + (window_ms - answered.ago_ms) * interval '1 millisecond'
  FROM unnest(answered_grants, answered_ago_ms) AS answered (id, ago_ms)
  -- One that counts no more is there to be deleted.
  WHERE turn."id" = answered.id AND turn."answeredAt" IS NULL AND turn."countsUntil" > clock_timestamp();

  -- A pause that CustoMeow asked for lasts, whatever it answers to what was under way.
  UPDATE "QuotaKeyState"
  SET "failuresInARow" = 0, "troubledSince" = NULL,
      "pausedUntil" = CASE WHEN "pauseReason" = 'unavailable' THEN NULL ELSE "pausedUntil" END
  WHERE "apiKeyFingerprint" IN (
    -- In this order, so that no two processes wait for each other.
    SELECT "apiKeyFingerprint" FROM "QuotaKeyState"
    WHERE "apiKeyFingerprint" = ANY (answering_keys) AND "failuresInARow" > 0
    ORDER BY "apiKeyFingerprint" FOR UPDATE
  );
END $$;

-- Gives back turns, then takes turns for those who wait in one process, for many keys at once. What it promises stands in app/quota/turns.ts,
-- the reasons in docs/decisions/0007-one-line-for-the-quota.md.
--
-- It is a function because each statement in one sees what was committed before that statement: what is read after the
-- lock is what its last holder left. Everything is found by its key: a turn costs the same however many keys there are,
-- however large the quota is and however many wait. Plans are made once, and for tables that have grown.
CREATE FUNCTION take_quota_turns(
  own_process uuid,
  quota_requests int,
  window_ms float8,
  -- How long a grant counts whose answer is never heard of.
  abandoned_ms float8,
  patience_ms float8,
  -- Of a process that is silent for so long nobody waits any more.
  silent_ms float8,
  troubled_after int,
  most_turns int,
  answered_grants bigint[],
  answered_ago_ms float8[],
  answering_keys text[],
  wanted_keys text[],
  -- One element for each that waits.
  waiter_keys text[],
  waiter_shops uuid[],
  waiter_urgencies int[],
  waiter_waited_ms float8[]
) RETURNS TABLE (
  key text,
  -- Numbers of the waiters, from 1, and their grants in the same order.
  waiters int[],
  grants text[],
  -- How many requests count, these included.
  used int,
  -- Whether anybody waits in another process, and whether one of them has the next turn.
  others_wait boolean,
  others_are_next boolean,
  failures_in_a_row int,
  pause_reason "QuotaPauseReason",
  pause_ms float8,
  next_free_ms float8
) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  locked text[];
  present timestamptz;
BEGIN
  IF cardinality(answered_grants) > 0 THEN
    PERFORM give_back_quota_turns(window_ms, answered_grants, answered_ago_ms, answering_keys);
  END IF;

  INSERT INTO "QuotaKeyState" ("apiKeyFingerprint")
  SELECT wanted FROM unnest(wanted_keys) AS wanted ORDER BY wanted
  ON CONFLICT DO NOTHING;

  -- A key that another process is counting right now is not waited for: the caller comes again.
  SELECT array_agg(free."apiKeyFingerprint") INTO locked
  FROM (
    SELECT "apiKeyFingerprint" FROM "QuotaKeyState" WHERE "apiKeyFingerprint" = ANY (wanted_keys)
    FOR UPDATE SKIP LOCKED
  ) AS free;
  present := clock_timestamp();

  WITH over AS (
    SELECT turn."id"
    FROM unnest(locked) AS wanted (key)
    CROSS JOIN LATERAL (
      SELECT "id" FROM "QuotaGrant"
      WHERE "apiKeyFingerprint" = wanted.key AND "countsUntil" <= present
      ORDER BY "countsUntil" LIMIT 10 * most_turns
    ) AS turn
  ), gone AS (
    DELETE FROM "QuotaGrant" AS turn USING over
    WHERE turn."id" = over."id" AND turn."countsUntil" <= present
    RETURNING turn."apiKeyFingerprint", turn."shopId"
  ), sums AS (
    SELECT "apiKeyFingerprint", "shopId", count(*) AS number FROM gone GROUP BY "apiKeyFingerprint", "shopId"
  )
  UPDATE "QuotaShare" AS share SET "counting" = share."counting" - sums.number
  FROM sums
  WHERE share."apiKeyFingerprint" = sums."apiKeyFingerprint" AND share."shopId" = sums."shopId";

  RETURN QUERY
  WITH line AS MATERIALIZED (
    SELECT state."apiKeyFingerprint" AS key, counted.used, state."failuresInARow" AS failures,
           state."pauseReason" AS pause_reason,
           (extract(epoch FROM state."pausedUntil" - present) * 1000)::float8 AS pause_ms,
           CASE
             WHEN state."pausedUntil" > present THEN 0
             WHEN state."failuresInARow" < troubled_after THEN quota_requests - counted.used
             -- While CustoMeow does not answer, one request at a time finds out whether it does again.
             WHEN EXISTS (
               SELECT FROM "QuotaGrant" AS turn
               WHERE turn."apiKeyFingerprint" = state."apiKeyFingerprint" AND turn."answeredAt" IS NULL
                 AND turn."countsUntil" > present
             ) THEN 0
             ELSE least(quota_requests - counted.used, 1)
           END AS turns
    FROM "QuotaKeyState" AS state
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(share."counting"), 0)::int AS used FROM "QuotaShare" AS share
      WHERE share."apiKeyFingerprint" = state."apiKeyFingerprint"
    ) AS counted
    WHERE state."apiKeyFingerprint" = ANY (locked)
  ), waiting AS (
    SELECT mine.number::int AS number, mine.key, mine.shop, mine.urgency, mine.waited_ms
    FROM unnest(waiter_keys, waiter_shops, waiter_urgencies, waiter_waited_ms)
      WITH ORDINALITY AS mine (key, shop, urgency, waited_ms, number)
    WHERE mine.key = ANY (locked)
    UNION ALL
    SELECT NULL, others."apiKeyFingerprint", other.shop, other.urgency,
           (extract(epoch FROM present - other.since) * 1000)::float8
    FROM "QuotaLine" AS others
    CROSS JOIN LATERAL unnest(others."shopIds", others."urgencies", others."since") AS other (shop, urgency, since)
    WHERE others."apiKeyFingerprint" = ANY (locked) AND others."processId" <> own_process
      AND others."seenAt" > present - silent_ms * interval '1 millisecond'
  ), pressing AS (
    -- Each time that its patience ends, a request becomes one step more urgent.
    SELECT waiting.*, greatest(0, waiting.urgency - floor(waiting.waited_ms / patience_ms)) AS urgency_now
    FROM waiting
  ), shared AS (
    -- What the shop will have had, with all of its own that go before.
    SELECT pressing.*, coalesce(share."counting", 0) + row_number() OVER (
             PARTITION BY pressing.key, pressing.shop ORDER BY pressing.urgency_now, pressing.waited_ms DESC
           ) AS share_then
    FROM pressing
    LEFT JOIN "QuotaShare" AS share
      ON share."apiKeyFingerprint" = pressing.key AND share."shopId" = pressing.shop
  ), placed AS MATERIALIZED (
    SELECT shared.*,
           row_number() OVER line_order <= line.turns AND count(shared.number) OVER line_order <= most_turns AS is_next
    FROM shared JOIN line USING (key)
    WINDOW line_order AS (
      PARTITION BY shared.key ORDER BY shared.urgency_now, shared.share_then, shared.waited_ms DESC, shared.number
      ROWS UNBOUNDED PRECEDING
    )
  ), granted AS MATERIALIZED (
    SELECT nextval('"QuotaGrant_id_seq"') AS id, placed.number, placed.key, placed.shop
    FROM placed WHERE placed.is_next AND placed.number IS NOT NULL
  ), written_grants AS (
    INSERT INTO "QuotaGrant" ("id", "apiKeyFingerprint", "shopId", "countsUntil")
    SELECT granted.id, granted.key, granted.shop, clock_timestamp() + abandoned_ms * interval '1 millisecond'
    FROM granted
  ), written_shares AS (
    INSERT INTO "QuotaShare" AS share ("apiKeyFingerprint", "shopId", "counting")
    SELECT granted.key, granted.shop, count(*) FROM granted GROUP BY granted.key, granted.shop
    ON CONFLICT ("apiKeyFingerprint", "shopId") DO UPDATE SET "counting" = share."counting" + EXCLUDED."counting"
  ), standing AS MATERIALIZED (
    SELECT placed.key, array_agg(placed.shop) AS shops, array_agg(placed.urgency) AS urgencies,
           array_agg(present - placed.waited_ms * interval '1 millisecond') AS since
    FROM placed WHERE placed.number IS NOT NULL AND NOT placed.is_next GROUP BY placed.key
  ), written_line AS (
    -- Other processes see who waits here, so that the most urgent goes first over all of them.
    INSERT INTO "QuotaLine" ("apiKeyFingerprint", "processId", "seenAt", "shopIds", "urgencies", "since")
    SELECT standing.key, own_process, present, standing.shops, standing.urgencies, standing.since FROM standing
    ON CONFLICT ("apiKeyFingerprint", "processId") DO UPDATE
      SET "seenAt" = EXCLUDED."seenAt", "shopIds" = EXCLUDED."shopIds", "urgencies" = EXCLUDED."urgencies",
          "since" = EXCLUDED."since"
  ), left_line AS (
    DELETE FROM "QuotaLine" AS gone
    WHERE gone."apiKeyFingerprint" = ANY (locked)
      AND (gone."seenAt" < present - interval '1 minute'
        OR gone."processId" = own_process AND gone."apiKeyFingerprint" NOT IN (SELECT standing.key FROM standing))
  ), given AS (
    SELECT placed.key,
           array_agg(granted.number ORDER BY granted.id) FILTER (WHERE granted.id IS NOT NULL) AS waiters,
           array_agg(granted.id::text ORDER BY granted.id) FILTER (WHERE granted.id IS NOT NULL) AS grants,
           count(granted.id)::int AS number,
           bool_or(placed.number IS NULL) AS others_wait,
           bool_or(placed.number IS NULL AND placed.is_next) AS others_are_next
    FROM placed LEFT JOIN granted USING (number) GROUP BY placed.key
  )
  SELECT line.key, coalesce(given.waiters, '{}'), coalesce(given.grants, '{}'), line.used + coalesce(given.number, 0),
         coalesce(given.others_wait, false), coalesce(given.others_are_next, false), line.failures,
         line.pause_reason, line.pause_ms, (extract(epoch FROM first."countsUntil" - present) * 1000)::float8
  FROM line
  LEFT JOIN given USING (key)
  LEFT JOIN LATERAL (
    SELECT turn."countsUntil" FROM "QuotaGrant" AS turn
    WHERE turn."apiKeyFingerprint" = line.key AND turn."countsUntil" > present
    ORDER BY turn."countsUntil" LIMIT 1
  ) AS first ON true;
END $$;
