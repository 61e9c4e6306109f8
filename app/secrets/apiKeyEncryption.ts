import { createHmac } from "node:crypto";
import type { SecretCipher } from "./keyRing.ts";

/** Keeps merchants' API keys unreadable in the database, and tells equal ones. */
export interface ApiKeyEncryption extends SecretCipher {
  /** Is the same for the same key, and reveals nothing about it. */
  fingerprint(apiKey: string): string;
}

/**
 * @param fingerprintKey stays the same for good (keptKeys.ts): shops with one API key share its quota, which its
 * fingerprint names
 */
export function createApiKeyEncryption(cipher: SecretCipher, fingerprintKey: Buffer): ApiKeyEncryption {
  return {
    encrypt: (apiKey, owner) => cipher.encrypt(apiKey, owner),
    decrypt: (encrypted, owner) => cipher.decrypt(encrypted, owner),
    fingerprint: (apiKey) =>
      createHmac("sha256", fingerprintKey).update(`fingerprint ${apiKey}`).digest("base64url"),
  };
}
