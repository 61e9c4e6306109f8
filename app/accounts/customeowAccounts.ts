import { createCustomeowClient, type CustomeowClient } from "../customeow/client.ts";
import type { CustomeowFailure, CustomeowResult } from "../customeow/failure.ts";
import type { Sql } from "../database/sql.ts";
import { type Demand, KeyPausedError, type Urgency } from "../quota/demand.ts";
import type { QuotaLoad, QuotaLimiter } from "../quota/limiter.ts";
import { endRefusal, type Outcome } from "../quota/outcome.ts";
import type { ApiKeyEncryption } from "../secrets/apiKeyEncryption.ts";
import { createConnectionReader, type StoredConnection } from "./storedConnection.ts";

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
  /**
   * Null while the shop is not connected, or has removed the app. Reads the connection as it is now: once a merchant entered another key, the
   * old one is used by nothing but what was under way then. Callers of the same moment share a statement.
   * @param urgency of the requests, against others with the same key
   */
  forShop(shopId: string, urgency: Urgency): Promise<CustomeowAccount | null>;
  /** The same for who has just read the shop's connection together with something else. */
  ofConnection(connection: StoredConnection, urgency: Urgency): CustomeowAccount;
  /** For a key that a person has just entered, and waits for. It is tried, even if it was refused before. */
  withKey(apiKey: string): Promise<CustomeowClient>;
}

export interface CustomeowAddress {
  apiUrl: string;
  timeoutMilliseconds: number;
  /** How long everything waits when CustoMeow says "too many" without saying for how long. */
  quotaWindowMilliseconds: number;
}

export function createCustomeowAccounts(
  database: Sql,
  limiter: QuotaLimiter,
  encryption: ApiKeyEncryption,
  address: CustomeowAddress,
): CustomeowAccounts {
  const readConnection = createConnectionReader(database);

  /** Whoever waited long for a turn may have been disconnected, or removed the app, meanwhile. */
  async function maySendStill({ shopId, apiKeyFingerprint }: Demand, askedAt: number): Promise<boolean> {
    if (shopId === null || performance.now() - askedAt < LONG_WAIT_MILLISECONDS) return true;
    return (await readConnection(shopId))?.apiKeyFingerprint === apiKeyFingerprint;
  }

  const connect = (apiKey: string, demand: Demand, claim: () => Promise<void>): CustomeowClient =>
    createCustomeowClient({
      baseUrl: address.apiUrl,
      apiKey,
      timeoutMilliseconds: address.timeoutMilliseconds,
      schedule: (_call, send) => {
        const askedAt = performance.now();
        return whileNotPaused(() =>
          limiter.run(
            demand,
            async (turn) => {
              if (!(await maySendStill(demand, askedAt))) return failed(NOT_CONNECTED_ANY_MORE);
              await claim();
              return turn.isFresh() ? send() : failed(TURN_OVER);
            },
            (result) => outcomeOf(result, address.quotaWindowMilliseconds),
          ),
        );
      },
    });
  const nothingToClaim = () => Promise.resolve();

  const ofConnection: CustomeowAccounts["ofConnection"] = (connection, urgency) => {
    const { shopId, storeId, apiKeyFingerprint } = connection;
    const apiKey = encryption.decrypt(connection.encryptedApiKey, shopId);
    const demand = { apiKeyFingerprint, shopId, urgency };
    const load = () => limiter.load(apiKeyFingerprint);
    return {
      client: connect(apiKey, demand, nothingToClaim),
      claiming: (claim) => connect(apiKey, demand, claim),
      storeId,
      apiKeyFingerprint,
      isTroubled: async () => (await load()).isTroubled,
      load,
    };
  };

  return {
    ofConnection,
    async forShop(shopId, urgency) {
      const connection = await readConnection(shopId);
      return connection && ofConnection(connection, urgency);
    },
    withKey: async (apiKey) => {
      const apiKeyFingerprint = encryption.fingerprint(apiKey);
      await endRefusal(database, apiKeyFingerprint);
      return connect(apiKey, { apiKeyFingerprint, shopId: null, urgency: "person" }, nothingToClaim);
    },
  };
}

const failed = (failure: CustomeowFailure) => ({ ok: false as const, failure });

const TURN_OVER: CustomeowFailure = {
  kind: "over_quota",
  retryAfterSeconds: 0,
  message: "The request's turn was over before it could be sent.",
};

const NOT_CONNECTED_ANY_MORE: CustomeowFailure = {
  kind: "over_quota",
  retryAfterSeconds: 0,
  message: "The shop was disconnected, or removed the app, while its request waited for its turn.",
};

/** After which it is looked once more whether a request may be sent. */
const LONG_WAIT_MILLISECONDS = 1_000;

/** A paused key gives the failure that CustoMeow would give, with the time that is left; nothing is sent. */
async function whileNotPaused<Value>(
  run: () => Promise<CustomeowResult<Value>>,
): Promise<CustomeowResult<Value>> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof KeyPausedError)) throw error;
    return failed(failureOf(error));
  }
}

function failureOf({ reason, message, seconds: retryAfterSeconds }: KeyPausedError): CustomeowFailure {
  switch (reason) {
    case "too_many":
      return { kind: "over_quota", retryAfterSeconds, message };
    case "unavailable":
      return { kind: "unavailable", retryAfterSeconds, message, answer: null };
    case "key_refused":
      return { kind: "bad_key", retryAfterSeconds, message };
  }
}

/** What a result tells about CustoMeow itself; null where nothing was sent. */
function outcomeOf(result: CustomeowResult<unknown>, quotaWindowMilliseconds: number): Outcome | null {
  if (result.ok) return { kind: "answered" };
  const { failure } = result;
  if (failure === TURN_OVER || failure === NOT_CONNECTED_ANY_MORE) return null;
  switch (failure.kind) {
    case "over_quota":
      return { kind: "too_many", seconds: failure.retryAfterSeconds ?? quotaWindowMilliseconds / 1000 };
    case "unavailable":
    case "unknown_outcome":
      return { kind: "not_answered" };
    case "bad_key":
      return { kind: "key_refused" };
    case "not_found":
    case "rejected":
    case "unexpected_answer":
      return { kind: "answered" };
  }
}
