import { createCustomeowClient, type CustomeowClient } from "../customeow/client.ts";
import type { CustomeowFailure, CustomeowResult } from "../customeow/failure.ts";
import type { Database } from "../database/database.ts";
import { type Demand, KeyPausedError, type Urgency } from "../quota/demand.ts";
import type { KeyStates } from "../quota/keyState.ts";
import type { QuotaLoad, QuotaLimiter } from "../quota/limiter.ts";
import type { ApiKeyEncryption } from "../secrets/apiKeyEncryption.ts";

/** A shop's access to CustoMeow. */
export interface CustomeowAccount {
  client: CustomeowClient;
  /**
   * A client that runs `claim` when the request's turn has come, just before it is sent. When `claim` throws,
   * nothing is sent, and the call throws the same.
   */
  claiming(claim: () => Promise<void>): CustomeowClient;
  storeId: string;
  /** Names the key that this account uses, so that a refusal of it is not taken for one of a later key. */
  apiKeyFingerprint: string;
  /** Whether CustoMeow has not been answering to this key lately. */
  isTroubled(): Promise<boolean>;
  /** How much of the key's quota is in use. */
  load(): Promise<QuotaLoad>;
}

/** Every way to a CustoMeow client. Invariant: each request of each client is counted against its key's quota. */
export interface CustomeowAccounts {
  /** Null while the shop is not connected. @param urgency of the requests, against others with the same key */
  forShop(shopId: string, urgency: Urgency): Promise<CustomeowAccount | null>;
  /** For a key that is not saved yet, while a person waits. */
  withKey(apiKey: string): CustomeowClient;
}

export interface CustomeowAddress {
  apiUrl: string;
  timeoutMilliseconds: number;
  /** How long everything waits when CustoMeow says "too many" without saying for how long. */
  quotaWindowMilliseconds: number;
}

export function createCustomeowAccounts(
  database: Database,
  limiter: QuotaLimiter,
  keyStates: KeyStates,
  encryption: ApiKeyEncryption,
  address: CustomeowAddress,
): CustomeowAccounts {
  const connect = (apiKey: string, demand: Demand, claim: () => Promise<void>): CustomeowClient =>
    createCustomeowClient({
      baseUrl: address.apiUrl,
      apiKey,
      timeoutMilliseconds: address.timeoutMilliseconds,
      schedule: (_call, send) =>
        whileNotPaused(() =>
          limiter.run(demand, async (turn) => {
            await claim();
            if (!turn.isFresh()) return failed(TURN_OVER);
            const result = await send();
            await note(keyStates, demand.apiKeyFingerprint, result, address.quotaWindowMilliseconds);
            return result;
          }),
        ),
    });
  const nothingToClaim = () => Promise.resolve();

  return {
    withKey: (apiKey) => {
      const apiKeyFingerprint = encryption.fingerprint(apiKey);
      return connect(apiKey, { apiKeyFingerprint, shopId: null, urgency: "person" }, nothingToClaim);
    },
    async forShop(shopId, urgency) {
      const connection = await database.customeowConnection.findUnique({ where: { shopId } });
      if (connection === null) return null;
      const { storeId, apiKeyFingerprint } = connection;
      const apiKey = encryption.decrypt(connection.encryptedApiKey, shopId);
      const demand = { apiKeyFingerprint, shopId, urgency };
      return {
        client: connect(apiKey, demand, nothingToClaim),
        claiming: (claim) => connect(apiKey, demand, claim),
        storeId,
        apiKeyFingerprint,
        isTroubled: () => keyStates.isTroubled(apiKeyFingerprint),
        load: () => limiter.load(apiKeyFingerprint),
      };
    },
  };
}

const failed = (failure: CustomeowFailure) => ({ ok: false as const, failure });

const TURN_OVER: CustomeowFailure = {
  kind: "over_quota",
  retryAfterSeconds: 0,
  message: "The request's turn was over before it could be sent.",
};

/** A paused key gives the failure that CustoMeow would give, with the time that is left; nothing is sent. */
async function whileNotPaused<Value>(
  run: () => Promise<CustomeowResult<Value>>,
): Promise<CustomeowResult<Value>> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof KeyPausedError)) throw error;
    const { message, seconds: retryAfterSeconds } = error;
    return failed(
      error.reason === "too_many"
        ? { kind: "over_quota", retryAfterSeconds, message }
        : { kind: "unavailable", retryAfterSeconds, message, answer: null },
    );
  }
}

/** What an answer tells about CustoMeow itself. It must not cost the answer if it cannot be noted. */
async function note(
  keyStates: KeyStates,
  key: string,
  result: CustomeowResult<unknown>,
  quotaWindowMilliseconds: number,
): Promise<void> {
  const noted = noteOutcome(keyStates, key, result, quotaWindowMilliseconds);
  await noted.catch(() => undefined);
}

function noteOutcome(
  keyStates: KeyStates,
  key: string,
  result: CustomeowResult<unknown>,
  quotaWindowMilliseconds: number,
): Promise<void> {
  if (result.ok) return keyStates.answered(key);
  const { failure } = result;
  switch (failure.kind) {
    case "over_quota":
      return keyStates.tooMany(key, failure.retryAfterSeconds ?? quotaWindowMilliseconds / 1000);
    case "unavailable":
    case "unknown_outcome":
      return keyStates.notAnswered(key);
    case "bad_key":
    case "not_found":
    case "rejected":
    case "unexpected_answer":
      return keyStates.answered(key);
  }
}
