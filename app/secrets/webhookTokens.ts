import { createHash, randomBytes } from "node:crypto";
import type { SecretCipher } from "./keyRing.ts";

/** What is stored of a token: whoever reads it cannot send webhooks with it. */
export interface StoredWebhookToken {
  webhookTokenHash: string;
  encryptedWebhookToken: string;
}

/**
 * The unguessable part of the address that CustoMeow's webhooks come to. It is found by its hash, and kept encrypted,
 * because a merchant must be able to copy the address again.
 */
export interface WebhookTokens {
  create(shopId: string): StoredWebhookToken;
  read(encrypted: string, shopId: string): string;
}

/** 192 bits, which nobody finds by trying: their hash needs no salt. */
const TOKEN_BYTES = 24;

const TOKEN = /^[\w-]{32}$/;

export function createWebhookTokens(cipher: SecretCipher): WebhookTokens {
  return {
    create(shopId) {
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      return { webhookTokenHash: hashOf(token), encryptedWebhookToken: cipher.encrypt(token, shopId) };
    },
    read: (encrypted, shopId) => cipher.decrypt(encrypted, shopId),
  };
}

/** What a token is found by; null where it is none, however long it is. */
export function hashOfWebhookToken(token: string): string | null {
  return TOKEN.test(token) ? hashOf(token) : null;
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
