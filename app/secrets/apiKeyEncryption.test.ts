import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createApiKeyEncryption } from "./apiKeyEncryption.ts";

const encryption = createApiKeyEncryption(randomBytes(32).toString("base64"));

it("gives back any key it was given, and never writes it out", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (apiKey, owner) => {
      expect(encryption.decrypt(encryption.encrypt(apiKey, owner), owner)).toBe(apiKey);
    }),
  );
  expect(encryption.encrypt("a-secret-api-key", "shop")).not.toContain("a-secret-api-key");
});

it("encrypts the same key to another text each time", () => {
  expect(encryption.encrypt("key", "shop")).not.toBe(encryption.encrypt("key", "shop"));
});

it("refuses a text that was changed in any place, to any character", () => {
  const encrypted = encryption.encrypt("a-secret-api-key", "shop");
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
  for (let position = 0; position < encrypted.length; position += 1)
    for (const character of characters) {
      const changed = encrypted.slice(0, position) + character + encrypted.slice(position + 1);
      if (changed !== encrypted) expect(() => encryption.decrypt(changed, "shop")).toThrow();
    }
});

it("refuses another shop's text, and another encryption key", () => {
  const encrypted = encryption.encrypt("key", "one shop");
  expect(() => encryption.decrypt(encrypted, "another shop")).toThrow();
  const other = createApiKeyEncryption(randomBytes(32).toString("base64"));
  expect(() => other.decrypt(encrypted, "one shop")).toThrow();
});

it("tells equal keys by their fingerprint, without the key", () => {
  expect(encryption.fingerprint("key")).toBe(encryption.fingerprint("key"));
  expect(encryption.fingerprint("key")).not.toBe(encryption.fingerprint("other"));
  expect(encryption.fingerprint("a-secret-api-key")).not.toContain("secret");
});
