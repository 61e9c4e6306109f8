import type { Sql } from "../database/sql.ts";
import { type ApiKeyEncryption, createApiKeyEncryption } from "./apiKeyEncryption.ts";
import { openFingerprintKey } from "./keptKeys.ts";
import { createKeyRing, type KeyRing, readingPlainToo, type SecretCipher } from "./keyRing.ts";
import { createWebhookTokens, type WebhookTokens } from "./webhookTokens.ts";

/** All that is kept unreadable in the database, by what it is. */
export interface Secrets {
  ring: KeyRing;
  encryption: ApiKeyEncryption;
  /** Of Shopify's access and refresh tokens; their owner is their session. */
  tokenEncryption: SecretCipher;
  webhookTokens: WebhookTokens;
}

/**
 * @param keys each 32 bytes in base64, the newest first
 * @throws UnreadableSecretError where the database was last used with a key that is not among them
 */
export async function openSecrets(rows: Sql, keys: readonly [string, ...string[]]): Promise<Secrets> {
  const ring = createKeyRing(keys);
  return {
    ring,
    encryption: createApiKeyEncryption(ring.cipher("api-key"), await openFingerprintKey(rows, ring, keys[0])),
    tokenEncryption: readingPlainToo(ring.cipher("access-token")),
    webhookTokens: createWebhookTokens(readingPlainToo(ring.cipher("webhook-token"))),
  };
}
