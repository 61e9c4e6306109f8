import { randomUUID } from "node:crypto";
import type { Sql } from "../database/sql.ts";
import type { Demand, Quota } from "./demand.ts";
import { waitWithoutPlace } from "../jobs/place.ts";
import { noteTrouble, type Outcome } from "./outcome.ts";
import { Turnstile } from "./turnstile.ts";

/** Lets requests to CustoMeow through, as fast as their key's quota allows, the most urgent first. */
export interface QuotaLimiter {
  /**
   * Waits for the key's turn, sends, and gives back what `send` gives. Whoever does something before the request
   * leaves asks `isFresh` last: a turn that was held too long must not be used any more.
   * @param outcomeOf what the answer tells of CustoMeow itself; null where nothing was sent
   * @throws KeyPausedError while nothing may be sent with the key; PostponedError when the process is stopping
   */
  run<Answer>(
    demand: Demand,
    send: (turn: { isFresh(): boolean }) => Promise<Answer>,
    outcomeOf: (answer: Answer) => Outcome | null,
  ): Promise<Answer>;
  /** As it was a few seconds ago at most. Costs a statement only where no request was sent with the key lately. */
  load(apiKeyFingerprint: string): Promise<QuotaLoad>;
  /** Sends away all who wait. */
  close(): void;
}

export interface QuotaLoad {
  /** Nobody waits for a turn, and there are turns left for whoever comes. */
  isIdle: boolean;
  /** Whether CustoMeow counts as down for this key. */
  isTroubled: boolean;
  /** The most that the quota allows in the long run. */
  requestsPerSecond: number;
}

/** A key of whose quota less is left than this is not idle. */
const IDLE_SHARE_LEFT = 0.1;

/** How long the sender may take from its turn to the request. */
const FRESH_MILLISECONDS = 10_000;

/** @param timeoutMilliseconds after which a request is given up; CustoMeow may count it until then */
export function createQuotaLimiter(database: Sql, quota: Quota, timeoutMilliseconds: number): QuotaLimiter {
  const turnstile = new Turnstile(database, {
    processId: randomUUID(),
    quota,
    abandonedAfterMilliseconds: FRESH_MILLISECONDS + timeoutMilliseconds + quota.windowMilliseconds,
    patienceMilliseconds: 2 * quota.windowMilliseconds,
  });

  return {
    async run(demand, send, outcomeOf) {
      const { apiKeyFingerprint } = demand;
      const { grantId, takenAt } = await waitWithoutPlace(() => turnstile.wait(demand));
      let outcome: Outcome | null = null;
      try {
        const answer = await send({ isFresh: () => performance.now() - takenAt < FRESH_MILLISECONDS });
        outcome = outcomeOf(answer);
        return answer;
      } finally {
        const isAnswer = outcome?.kind === "answered";
        const written = turnstile.giveBack({ grantId, apiKeyFingerprint, isAnswer, at: performance.now() });
        if (outcome !== null && !isAnswer) {
          await written;
          // It must not cost the answer if it cannot be noted.
          await noteTrouble(database, apiKeyFingerprint, outcome).catch(() => undefined);
        }
      }
    },
    async load(apiKeyFingerprint) {
      const { waiting, othersWait, used, isTroubled } = await turnstile.inspect(apiKeyFingerprint);
      return {
        isIdle: waiting === 0 && !othersWait && used <= quota.requests * (1 - IDLE_SHARE_LEFT),
        isTroubled,
        requestsPerSecond: (quota.requests * 1000) / quota.windowMilliseconds,
      };
    },
    close() {
      turnstile.close();
    },
  };
}
