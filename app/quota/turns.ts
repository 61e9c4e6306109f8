import type { QuotaPauseReason } from "@prisma/client";
import type { Database, Transaction } from "../database/database.ts";
import { chooseNext, type Waiter } from "./chooseNext.ts";
import type { Quota } from "./demand.ts";
import { TROUBLED_AFTER_FAILURES } from "./keyState.ts";

/** What the turns of one key are taken for. */
export interface Line {
  apiKeyFingerprint: string;
  /** Of this process. */
  processId: string;
  quota: Quota;
  /** How long a request counts whose answer is never heard of. */
  abandonedAfterMilliseconds: number;
}

export interface Turns {
  granted: { waiterId: string; grantId: bigint }[];
  pause: { reason: QuotaPauseReason; milliseconds: number } | null;
  /** When it is worth looking again, for those that got no turn. */
  lookAgainMilliseconds: number;
}

/** Waiters of a process that has not been heard of for so long keep nobody waiting. */
const SILENT_MILLISECONDS = 3_000;

/** How often a process that waits says that it does. */
const LONGEST_LOOK_MILLISECONDS = 1_000;

/** Another process's waiter is next: it takes its turn right now. */
const FOREIGN_TURN_MILLISECONDS = 25;

/**
 * Takes turns for waiters of this process, as many as the quota leaves and as are not another process's due.
 *
 * Invariant: no key sends more than `quota.requests` in any window, summed over all processes and shops. CustoMeow
 * counts a request somewhere between our sending it and its answer, so a grant counts from when it is given until a
 * whole window after the answer came; one that is never answered, until its time-out plus a window. Postgres keeps
 * the count, the line and the clock.
 */
export async function takeTurns(
  database: Database,
  line: Line,
  mine: readonly Waiter[],
  isInLine: boolean,
): Promise<Turns> {
  const { apiKeyFingerprint: key, quota } = line;
  return database.$transaction(async (rows) => {
    await rows.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
    await rows.$executeRaw`
      DELETE FROM "QuotaGrant" WHERE "apiKeyFingerprint" = ${key} AND "countsUntil" <= clock_timestamp()`;
    const state = await readState(rows, key);
    const grants = await readGrants(rows, key);
    const others = await readOthers(rows, line);

    const turns = turnsLeft(quota, grants, state);
    const patience = 2 * quota.windowMilliseconds;
    const chosen = chooseNext([...mine, ...others], grants.byShop, turns, patience);
    const mineById = new Map(mine.map((waiter) => [waiter.id, waiter]));
    const chosenOfMine = chosen.filter(({ id }) => mineById.delete(id));
    const granted = await grant(rows, line, chosenOfMine);
    const waiting = [...mineById.values()];
    if (isInLine || waiting.length > 0) await standInLine(rows, line, waiting);

    const othersTurn = chosen.length > granted.length;
    const longest = Math.min(LONGEST_LOOK_MILLISECONDS, quota.windowMilliseconds / 20);
    return {
      granted,
      pause: state.pause,
      lookAgainMilliseconds: othersTurn
        ? FOREIGN_TURN_MILLISECONDS
        : Math.min(longest, Math.max(1, state.pause?.milliseconds ?? grants.nextFreeMilliseconds ?? longest)),
    };
  });
}

interface State {
  troubled: boolean;
  pause: Turns["pause"];
}

async function readState(rows: Transaction, key: string): Promise<State> {
  const [state] = await rows.$queryRaw<
    { failuresInARow: number; reason: QuotaPauseReason | null; milliseconds: number | null }[]
  >`
    SELECT "failuresInARow", "pauseReason" AS reason,
           (extract(epoch FROM "pausedUntil" - clock_timestamp()) * 1000)::float8 AS milliseconds
    FROM "QuotaKeyState" WHERE "apiKeyFingerprint" = ${key}`;
  if (state === undefined) return { troubled: false, pause: null };
  const { reason, milliseconds } = state;
  const paused = reason !== null && milliseconds !== null && milliseconds > 0;
  return {
    troubled: state.failuresInARow >= TROUBLED_AFTER_FAILURES,
    pause: paused ? { reason, milliseconds } : null,
  };
}

interface Grants {
  used: number;
  unanswered: number;
  byShop: Map<string | null, number>;
  nextFreeMilliseconds: number | null;
}

async function readGrants(rows: Transaction, key: string): Promise<Grants> {
  const shops = await rows.$queryRaw<
    { shopId: string | null; used: number; unanswered: number; next: number }[]
  >`
    SELECT "shopId", count(*)::int AS used, (count(*) FILTER (WHERE "answeredAt" IS NULL))::int AS unanswered,
           (extract(epoch FROM min("countsUntil") - clock_timestamp()) * 1000)::float8 AS next
    FROM "QuotaGrant" WHERE "apiKeyFingerprint" = ${key} GROUP BY "shopId"`;
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    used: sum(shops.map(({ used }) => used)),
    unanswered: sum(shops.map(({ unanswered }) => unanswered)),
    byShop: new Map(shops.map(({ shopId, used }) => [shopId, used])),
    nextFreeMilliseconds: shops.length === 0 ? null : Math.min(...shops.map(({ next }) => next)),
  };
}

async function readOthers(rows: Transaction, { apiKeyFingerprint, processId }: Line): Promise<Waiter[]> {
  return rows.$queryRaw<Waiter[]>`
    SELECT "id", "shopId", "urgency",
           (extract(epoch FROM clock_timestamp() - "since") * 1000)::float8 AS "waitedMilliseconds"
    FROM "QuotaWaiter"
    WHERE "apiKeyFingerprint" = ${apiKeyFingerprint} AND "processId" <> ${processId}::uuid
      AND "seenAt" > clock_timestamp() - ${SILENT_MILLISECONDS} * interval '1 millisecond'`;
}

/** While CustoMeow does not answer, one request at a time finds out whether it does again. */
function turnsLeft(quota: Quota, grants: Grants, state: State): number {
  if (state.pause !== null) return 0;
  const left = Math.max(0, quota.requests - grants.used);
  return state.troubled ? Math.min(left, Math.max(0, 1 - grants.unanswered)) : left;
}

async function grant(rows: Transaction, line: Line, chosen: readonly Waiter[]): Promise<Turns["granted"]> {
  if (chosen.length === 0) return [];
  const shopIds = chosen.map(({ shopId }) => shopId);
  const granted = await rows.$queryRaw<{ id: bigint }[]>`
    INSERT INTO "QuotaGrant" ("apiKeyFingerprint", "shopId", "grantedAt", "countsUntil")
    SELECT ${line.apiKeyFingerprint}, shop::uuid, clock_timestamp(),
           clock_timestamp() + ${line.abandonedAfterMilliseconds} * interval '1 millisecond'
    FROM unnest(${shopIds}::text[]) WITH ORDINALITY AS chosen(shop, position) ORDER BY position
    RETURNING "id"`;
  return chosen.flatMap(({ id: waiterId }, index) => {
    const grantId = granted[index]?.id;
    return grantId === undefined ? [] : [{ waiterId, grantId }];
  });
}

/** Other processes see who waits here, so that the most urgent goes first over all of them. */
async function standInLine(rows: Transaction, line: Line, waiting: readonly Waiter[]): Promise<void> {
  const { apiKeyFingerprint: key, processId } = line;
  await rows.$executeRaw`
    DELETE FROM "QuotaWaiter"
    WHERE "apiKeyFingerprint" = ${key}
      AND ("processId" = ${processId}::uuid OR "seenAt" < clock_timestamp() - interval '1 minute')`;
  if (waiting.length === 0) return;
  await rows.$executeRaw`
    INSERT INTO "QuotaWaiter" ("id", "apiKeyFingerprint", "processId", "shopId", "urgency", "since", "seenAt")
    SELECT id::uuid, ${key}, ${processId}::uuid, shop::uuid, urgency,
           clock_timestamp() - waited * interval '1 millisecond', clock_timestamp()
    FROM unnest(${waiting.map(({ id }) => id)}::text[], ${waiting.map(({ shopId }) => shopId)}::text[],
                ${waiting.map(({ urgency }) => urgency)}::int[],
                ${waiting.map(({ waitedMilliseconds }) => waitedMilliseconds)}::float8[])
         AS waiter(id, shop, urgency, waited)`;
}
