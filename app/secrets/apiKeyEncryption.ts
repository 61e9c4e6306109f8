import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** Keeps merchants' API keys unreadable in the database. */
export interface ApiKeyEncryption {
  /** @param owner whose key it is: it can be decrypted for nobody else. */
  encrypt(apiKey: string, owner: string): string;
  /** @throws Error when the text was changed, or was encrypted for another owner or with another key. */
  decrypt(encrypted: string, owner: string): string;
  /** Is the same for the same key, and reveals nothing about it. */
  fingerprint(apiKey: string): string;
}

const ALGORITHM = "aes-256-gcm";
const VERSION = "v1";
const IV_BYTES = 12;

/** @param encryptionKey 32 bytes in base64 */
export function createApiKeyEncryption(encryptionKey: string): ApiKeyEncryption {
  const key = Buffer.from(encryptionKey, "base64");
  return {
    encrypt(apiKey, owner) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(owner));
      const secret = Buffer.concat([cipher.update(apiKey, "utf8"), cipher.final()]);
      return [VERSION, ...[iv, cipher.getAuthTag(), secret].map((part) => part.toString("base64url"))].join(
        ".",
      );
    },
    decrypt(encrypted, owner) {
      const [version, iv, tag, secret] = encrypted.split(".");
      if (version !== VERSION || iv === undefined || tag === undefined || secret === undefined)
        throw new Error("The stored API key is not in a form that this version wrote.");
      const decipher = createDecipheriv(ALGORITHM, key, decode(iv), { authTagLength: 16 })
        .setAAD(Buffer.from(owner))
        .setAuthTag(decode(tag));
      return decipher.update(decode(secret), undefined, "utf8") + decipher.final("utf8");
    },
    fingerprint: (apiKey) => createHmac("sha256", key).update(`fingerprint ${apiKey}`).digest("base64url"),
  };
}

/** Node ignores the unused bits of the last character, so only the exact text that was written is accepted. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new Error("The stored API key was changed.");
  return bytes;
}
