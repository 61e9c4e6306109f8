import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** What is encrypted. Each has a key of its own, so that nothing of one can be passed off as another's. */
export type SecretPurpose = "api-key" | "access-token" | "webhook-token" | "kept-key";

/** Makes secrets of one purpose unreadable in the database. */
export interface SecretCipher {
  /** @param owner whose it is: it can be decrypted for nobody else */
  encrypt(secret: string, owner: string): string;
  /**
   * @throws UnreadableSecretError where the text was changed, is of another owner or purpose, or was encrypted with a
   * key that the ring does not hold
   */
  decrypt(encrypted: string, owner: string): string;
}

/**
 * The keys that secrets are encrypted with. The first encrypts, each decrypts: a text names its key, so that keys can
 * be replaced one after the other while the app runs.
 */
export interface KeyRing {
  cipher(purpose: SecretPurpose): SecretCipher;
  /** How every text begins that the first key encrypted. */
  newestPrefix: string;
  /** Whether there are keys besides the first. */
  hasFurther: boolean;
}

export class UnreadableSecretError extends Error {
  override readonly name = "UnreadableSecretError";
}

interface RingKey {
  id: string;
  bytes: Buffer;
}

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 6;

/** It named neither key nor purpose: the ring's key itself encrypted API keys. */
const FIRST_VERSION = "v1";
const VERSION = "v2";

/** @param keys each 32 bytes in base64, the newest first */
export function createKeyRing(keys: readonly [string, ...string[]]): KeyRing {
  const newest = toRingKey(keys[0]);
  const all = [newest, ...keys.slice(1).map(toRingKey)];
  return {
    newestPrefix: `${VERSION}.${newest.id}.`,
    hasFurther: all.length > 1,
    cipher: (purpose) => ({
      encrypt(secret, owner) {
        const iv = randomBytes(IV_BYTES);
        const cipher = createCipheriv(ALGORITHM, derive(newest.bytes, purpose), iv).setAAD(
          Buffer.from(owner),
        );
        const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
        const parts = [iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"));
        return [VERSION, newest.id, ...parts].join(".");
      },
      decrypt(encrypted, owner) {
        const [version, id, ...parts] = encrypted.split(".");
        if (version === FIRST_VERSION && id !== undefined)
          return withFirstOf(all, (key) => decryptWith(key.bytes, [id, ...parts], owner));
        if (version !== VERSION)
          throw new UnreadableSecretError(
            "A stored secret is in no form that this version of the app wrote.",
          );
        const key = all.find((one) => one.id === id);
        if (key === undefined)
          throw new UnreadableSecretError(
            `A stored secret was encrypted with the key ${id}, which is neither ENCRYPTION_KEY nor one of ` +
              "FURTHER_ENCRYPTION_KEYS.",
          );
        return decryptWith(derive(key.bytes, purpose), parts, owner);
      },
    }),
  };
}

/** Whether a text is in a form that a ring writes, which no token or key of anybody's is. */
export function isEncrypted(text: string): boolean {
  return /^v[12]\.[\w-]+\.[\w-]+\.[\w-]*/.test(text);
}

/** For secrets that were stored as they are once, until renewEncryption.ts has come to them. */
export function readingPlainToo(cipher: SecretCipher): SecretCipher {
  return {
    encrypt: (secret, owner) => cipher.encrypt(secret, owner),
    decrypt: (stored, owner) => (isEncrypted(stored) ? cipher.decrypt(stored, owner) : stored),
  };
}

function toRingKey(base64: string): RingKey {
  const bytes = Buffer.from(base64, "base64");
  return { bytes, id: derive(bytes, "id of the key", ID_BYTES).toString("base64url") };
}

function derive(key: Buffer, purpose: string, bytes = KEY_BYTES): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "", `customeow ${purpose}`, bytes));
}

function decryptWith(key: Buffer, parts: readonly string[], owner: string): string {
  const [iv, tag, text, ...more] = parts.map(decode);
  if (iv === undefined || tag === undefined || text === undefined || more.length > 0)
    throw new UnreadableSecretError("A stored secret was changed.");
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(owner))
      .setAuthTag(tag);
    return decipher.update(text, undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new UnreadableSecretError("A stored secret was changed, or is of another owner or key.", { cause });
  }
}

/** Node ignores the unused bits of the last character, so only the exact text that was written is accepted. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new UnreadableSecretError("A stored secret was changed.");
  return bytes;
}

/** @throws what the last of them threw, where it succeeds with none */
function withFirstOf(keys: readonly RingKey[], decrypt: (key: RingKey) => string): string {
  const [key, ...others] = keys;
  if (key === undefined) throw new UnreadableSecretError("There is no key to read a stored secret with.");
  if (others.length === 0) return decrypt(key);
  try {
    return decrypt(key);
  } catch {
    return withFirstOf(others, decrypt);
  }
}
