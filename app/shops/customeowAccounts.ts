import { createCustomeowClient, type CustomeowClient } from "../customeow/client.ts";
import type { Database } from "../database/database.ts";
import type { QuotaLimiter } from "../quota/limiter.ts";
import type { ApiKeyEncryption } from "./apiKeyEncryption.ts";

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
}

/** Every way to a CustoMeow client. Invariant: each request of each client is counted against its key's quota. */
export interface CustomeowAccounts {
  /** Null while the shop is not connected. */
  forShop(shopId: string): Promise<CustomeowAccount | null>;
  /** For a key that is not saved yet. */
  withKey(apiKey: string): CustomeowClient;
}

export interface CustomeowAddress {
  apiUrl: string;
  timeoutMilliseconds: number;
}

export function createCustomeowAccounts(
  database: Database,
  limiter: QuotaLimiter,
  encryption: ApiKeyEncryption,
  address: CustomeowAddress,
): CustomeowAccounts {
  const connect = (apiKey: string, claim: () => Promise<void>): CustomeowClient => {
    const fingerprint = encryption.fingerprint(apiKey);
    return createCustomeowClient({
      baseUrl: address.apiUrl,
      apiKey,
      timeoutMilliseconds: address.timeoutMilliseconds,
      schedule: (_call, send) =>
        limiter.run(fingerprint, async () => {
          await claim();
          return send();
        }),
    });
  };
  const withKey = (apiKey: string): CustomeowClient => connect(apiKey, () => Promise.resolve());
  return {
    withKey,
    async forShop(shopId) {
      const connection = await database.customeowConnection.findUnique({ where: { shopId } });
      if (connection === null) return null;
      const apiKey = encryption.decrypt(connection.encryptedApiKey, shopId);
      return {
        client: withKey(apiKey),
        claiming: (claim) => connect(apiKey, claim),
        storeId: connection.storeId,
        apiKeyFingerprint: connection.apiKeyFingerprint,
      };
    },
  };
}
