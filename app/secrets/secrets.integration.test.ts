import { createHmac, randomBytes } from "node:crypto";
import sql from "sql-template-tag";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { createLog } from "../log/log.ts";
import { createKeyRing, isEncrypted } from "./keyRing.ts";
import { renewEncryption } from "./renewEncryption.ts";
import { openSecrets, type Secrets } from "./secrets.ts";

const log = createLog("silent");
const newKey = () => randomBytes(32).toString("base64");
const SHOPS = 450;

let test: TestDatabase | undefined;
const database = () => {
  if (test === undefined) throw new Error("There is no database.");
  return test;
};
beforeEach(async () => {
  await test?.close();
  test = await testDatabase();
});
afterAll(() => test?.close());

const API_KEY = "the API key of many shops";

/** Connected shops with sessions, as an app with these secrets stores them. */
async function addShops({ encryption, webhookTokens, tokenEncryption }: Secrets, count = 1): Promise<void> {
  const { database: rows } = database();
  const shops = Array.from({ length: count }, (_, number) => `shop-${number}.myshopify.com`);
  await rows.shop.createMany({ data: shops.map((domain) => ({ domain })) });
  for (const { id: shopId, domain } of await rows.shop.findMany()) {
    const session = `offline_${domain}`;
    await rows.session.create({
      data: {
        id: session,
        shop: domain,
        state: "",
        accessToken: tokenEncryption.encrypt(`access ${domain}`, session),
        refreshToken: tokenEncryption.encrypt(`refresh ${domain}`, session),
      },
    });
    await rows.customeowConnection.create({
      data: {
        shopId,
        storeId: "1",
        encryptedApiKey: encryption.encrypt(API_KEY, shopId),
        apiKeyFingerprint: encryption.fingerprint(API_KEY),
        apiKeyLastFour: "hops",
        ...webhookTokens.create(shopId),
      },
    });
  }
}

/** Whether all that is stored can be read with these keys alone. */
async function readsEverything(keys: [string, ...string[]]): Promise<boolean> {
  const { database: rows, sql: connection } = database();
  const { encryption, tokenEncryption, webhookTokens } = await openSecrets(connection, keys);
  const connections = await rows.customeowConnection.findMany();
  const sessions = await rows.session.findMany();
  return (
    connections.every(
      ({ shopId, encryptedApiKey, encryptedWebhookToken }) =>
        encryption.decrypt(encryptedApiKey, shopId) === API_KEY &&
        webhookTokens.read(encryptedWebhookToken, shopId).length === 32,
    ) &&
    sessions.every(
      ({ id, shop, accessToken, refreshToken }) =>
        isEncrypted(accessToken) &&
        tokenEncryption.decrypt(accessToken, id) === `access ${shop}` &&
        tokenEncryption.decrypt(refreshToken ?? "", id) === `refresh ${shop}`,
    )
  );
}

const renew = (keys: [string, ...string[]]) =>
  renewEncryption({ sql: database().sql, ring: createKeyRing(keys) }, log);

describe("replacing the key", () => {
  it("leaves every secret readable at each step, and the old key can go at the end", async () => {
    const [old, newer] = [newKey(), newKey()];
    const connection = database().sql;
    await addShops(await openSecrets(connection, [old]), SHOPS);
    // First every process learns to read with the new key, then to write with it.
    for (const keys of [
      [old, newer],
      [newer, old],
    ] satisfies [string, string][])
      expect(await readsEverything(keys)).toBe(true);
    expect(await renew([newer, old])).toEqual({ renewed: 4 * SHOPS + 1, unreadable: 0 });
    expect(await readsEverything([newer])).toBe(true);
    expect(await renew([newer])).toEqual({ renewed: 0, unreadable: 0 });
    await expect(openSecrets(connection, [old])).rejects.toThrow("neither ENCRYPTION_KEY nor one of");
  });

  it("keeps the quota of shops that share an API key one, whenever they were connected", async () => {
    const [old, newer] = [newKey(), newKey()];
    const connection = database().sql;
    const before = await openSecrets(connection, [old]);
    await addShops(before);
    await renew([newer, old]);
    const after = await openSecrets(connection, [newer]);
    expect(after.encryption.fingerprint(API_KEY)).toBe(before.encryption.fingerprint(API_KEY));
  });

  it("goes on where a secret cannot be read, and says that the old keys are still needed", async () => {
    const [lost, old, newer] = [newKey(), newKey(), newKey()];
    await addShops(await openSecrets(database().sql, [old]), 3);
    const foreign = createKeyRing([lost]).cipher("api-key").encrypt("secret", "somebody");
    const { database: rows } = database();
    const first = await rows.customeowConnection.findFirstOrThrow({ orderBy: { shopId: "asc" } });
    await rows.customeowConnection.update({
      where: { shopId: first.shopId },
      data: { encryptedApiKey: foreign },
    });
    expect(await renew([newer, old])).toEqual({ renewed: 12, unreadable: 1 });
    const kept = await rows.customeowConnection.findUniqueOrThrow({ where: { shopId: first.shopId } });
    expect(kept.encryptedApiKey).toBe(foreign);
  });
});

describe("a database from before secrets named their key", () => {
  it("keeps its fingerprints, and has its tokens encrypted", async () => {
    const key = newKey();
    const connection = database().sql;
    await addShops(await openSecrets(connection, [key]));
    // As it was stored then.
    const { database: rows } = database();
    const fingerprint = createHmac("sha256", Buffer.from(key, "base64"))
      .update(`fingerprint ${API_KEY}`)
      .digest("base64url");
    await rows.keptKey.deleteMany();
    await rows.customeowConnection.updateMany({ data: { encryptedWebhookToken: "w".repeat(32) } });
    await connection.rows(sql`
      UPDATE "Session" SET "accessToken" = 'access ' || "shop", "refreshToken" = 'refresh ' || "shop"`);

    const secrets = await openSecrets(connection, [key]);
    expect(secrets.encryption.fingerprint(API_KEY)).toBe(fingerprint);
    const { shopId, encryptedWebhookToken } = await rows.customeowConnection.findFirstOrThrow();
    expect(secrets.webhookTokens.read(encryptedWebhookToken, shopId)).toBe("w".repeat(32));
    expect(await renew([key])).toEqual({ renewed: 3, unreadable: 0 });
    expect(await readsEverything([key])).toBe(true);
  });
});

it("makes one key of fingerprints, however many processes start together", async () => {
  const key = newKey();
  const opened = await Promise.all(Array.from({ length: 8 }, () => openSecrets(database().sql, [key])));
  const fingerprints = new Set(opened.map(({ encryption }) => encryption.fingerprint(API_KEY)));
  expect(fingerprints.size).toBe(1);
});
