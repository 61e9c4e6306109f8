import { createCipheriv, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createKeyRing, isEncrypted, readingPlainToo } from "./keyRing.ts";

const newKey = () => randomBytes(32).toString("base64");
const key = newKey();
const ring = createKeyRing([key]);
const cipher = ring.cipher("api-key");

it("gives back any secret it was given, and never writes it out", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (secret, owner) => {
      const encrypted = cipher.encrypt(secret, owner);
      expect(cipher.decrypt(encrypted, owner)).toBe(secret);
      expect(isEncrypted(encrypted)).toBe(true);
      expect(encrypted.startsWith(ring.newestPrefix)).toBe(true);
    }),
  );
  expect(cipher.encrypt("a-secret-api-key", "shop")).not.toContain("a-secret-api-key");
});

it("encrypts the same secret to another text each time", () => {
  expect(cipher.encrypt("key", "shop")).not.toBe(cipher.encrypt("key", "shop"));
});

it("refuses a text that was changed in any place, to any character", () => {
  const encrypted = cipher.encrypt("a-secret-api-key", "shop");
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
  for (let position = 0; position < encrypted.length; position += 1)
    for (const character of characters) {
      const changed = encrypted.slice(0, position) + character + encrypted.slice(position + 1);
      if (changed !== encrypted) expect(() => cipher.decrypt(changed, "shop")).toThrow();
    }
});

it("refuses the text of another owner, of another purpose and of another ring", () => {
  const encrypted = cipher.encrypt("key", "one shop");
  expect(() => cipher.decrypt(encrypted, "another shop")).toThrow("of another owner");
  expect(() => ring.cipher("access-token").decrypt(encrypted, "one shop")).toThrow("of another owner or key");
  expect(() => createKeyRing([newKey()]).cipher("api-key").decrypt(encrypted, "one shop")).toThrow(
    /encrypted with the key [\w-]{8}, which is neither ENCRYPTION_KEY/,
  );
});

it("reads what each of its keys encrypted, and writes with the newest", () => {
  const newer = newKey();
  const both = createKeyRing([newer, key]).cipher("api-key");
  const old = cipher.encrypt("secret", "shop");
  expect(both.decrypt(old, "shop")).toBe("secret");
  const renewed = both.encrypt("secret", "shop");
  expect(createKeyRing([newer]).cipher("api-key").decrypt(renewed, "shop")).toBe("secret");
  expect(() => cipher.decrypt(renewed, "shop")).toThrow();
});

it("reads what was encrypted before texts named their key, with whichever key it was", () => {
  const iv = randomBytes(12);
  const old = createCipheriv("aes-256-gcm", Buffer.from(key, "base64"), iv).setAAD(Buffer.from("shop"));
  const text = Buffer.concat([old.update("an API key", "utf8"), old.final()]);
  const parts = [iv, old.getAuthTag(), text].map((part) => part.toString("base64url"));
  const encrypted = ["v1", ...parts].join(".");
  expect(isEncrypted(encrypted)).toBe(true);
  expect(cipher.decrypt(encrypted, "shop")).toBe("an API key");
  expect(createKeyRing([newKey(), key]).cipher("api-key").decrypt(encrypted, "shop")).toBe("an API key");
  expect(() => createKeyRing([newKey(), newKey()]).cipher("api-key").decrypt(encrypted, "shop")).toThrow();
});

it("takes none of the tokens that were stored as they are for an encrypted one", () => {
  const plain = readingPlainToo(cipher);
  for (const token of ["shpat_0123456789abcdef", "shprt_x", "abcdefghijklmnopqrstuvwxyz012345"]) {
    expect(isEncrypted(token)).toBe(false);
    expect(plain.decrypt(token, "shop")).toBe(token);
  }
  expect(plain.decrypt(plain.encrypt("secret", "shop"), "shop")).toBe("secret");
});
