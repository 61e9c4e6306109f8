import { randomUUID } from "node:crypto";
import type { Database } from "../database/database.ts";
import type { Demand, Quota } from "./demand.ts";
import { KeyLine } from "./keyLine.ts";

/** Lets requests to CustoMeow through, as fast as their key's quota allows, the most urgent first. */
export interface QuotaLimiter {
  /**
   * Waits for the key's turn, sends, and gives back what `send` gives. Whoever does something before the request
   * leaves asks `isFresh` last: a turn that was held too long must not be used any more.
   * @throws KeyPausedError while nothing may be sent with the key; PostponedError when the process is stopping
   */
  run<Answer>(demand: Demand, send: (turn: { isFresh(): boolean }) => Promise<Answer>): Promise<Answer>;
  load(apiKeyFingerprint: string): Promise<QuotaLoad>;
  /** Sends away all who wait. */
  close(): void;
}

export interface QuotaLoad {
  /** Nobody waits for a turn, and there are turns left for whoever comes. */
  isIdle: boolean;
  /** The most that the quota allows in the long run. */
  requestsPerSecond: number;
}

/** A key of whose quota less is left than this is not idle. */
const IDLE_SHARE_LEFT = 0.1;

/** How long the sender may take from its turn to the request. */
const FRESH_MILLISECONDS = 10_000;

/** @param timeoutMilliseconds after which a request is given up; CustoMeow may count it until then */
export function createQuotaLimiter(
  database: Database,
  quota: Quota,
  timeoutMilliseconds: number,
): QuotaLimiter {
  const processId = randomUUID();
  const abandonedAfterMilliseconds = FRESH_MILLISECONDS + timeoutMilliseconds + quota.windowMilliseconds;
  const lines = new Map<string, KeyLine>();

  const lineOf = (apiKeyFingerprint: string): KeyLine => {
    const existing = lines.get(apiKeyFingerprint);
    if (existing !== undefined) return existing;
    const line = new KeyLine(database, { apiKeyFingerprint, processId, quota, abandonedAfterMilliseconds });
    lines.set(apiKeyFingerprint, line);
    return line;
  };

  return {
    async run(demand, send) {
      const grantId = await lineOf(demand.apiKeyFingerprint).wait(demand);
      const grantedAt = performance.now();
      try {
        return await send({ isFresh: () => performance.now() - grantedAt < FRESH_MILLISECONDS });
      } finally {
        // Should this fail, the grant merely counts longer than it had to: the answer matters more.
        await giveBack(database, grantId, quota.windowMilliseconds).catch(() => undefined);
        lineOf(demand.apiKeyFingerprint).lookAgain();
      }
    },
    async load(apiKeyFingerprint) {
      const [count] = await database.$queryRaw<{ used: number; waiting: number }[]>`
        SELECT (SELECT count(*)::int FROM "QuotaGrant"
                WHERE "apiKeyFingerprint" = ${apiKeyFingerprint} AND "countsUntil" > clock_timestamp()) AS used,
               (SELECT count(*)::int FROM "QuotaWaiter"
                WHERE "apiKeyFingerprint" = ${apiKeyFingerprint}
                  AND "seenAt" > clock_timestamp() - interval '3 seconds') AS waiting`;
      const { used, waiting } = count ?? { used: 0, waiting: 0 };
      return {
        isIdle: waiting === 0 && used <= quota.requests * (1 - IDLE_SHARE_LEFT),
        requestsPerSecond: (quota.requests * 1000) / quota.windowMilliseconds,
      };
    },
    close() {
      for (const line of lines.values()) line.close();
    },
  };
}

async function giveBack(database: Database, grantId: bigint, windowMilliseconds: number): Promise<void> {
  await database.$executeRaw`
    UPDATE "QuotaGrant"
    SET "answeredAt" = clock_timestamp(),
        "countsUntil" = clock_timestamp() + ${windowMilliseconds} * interval '1 millisecond'
    WHERE "id" = ${grantId}`;
}
