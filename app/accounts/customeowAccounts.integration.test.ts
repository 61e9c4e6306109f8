import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import type { Sql } from "../database/sql.ts";
import { createQuotaLimiter } from "../quota/limiter.ts";
import { createApiKeyEncryption } from "../secrets/apiKeyEncryption.ts";
import { createKeyRing } from "../secrets/keyRing.ts";
import { createCustomeowAccounts, type CustomeowAccounts } from "./customeowAccounts.ts";

const ring = createKeyRing([randomBytes(32).toString("base64")]);
const encryption = createApiKeyEncryption(ring.cipher("api-key"), randomBytes(32));
let test: TestDatabase;
let accounts: CustomeowAccounts;
let statements = 0;

beforeAll(async () => {
  test = await testDatabase();
  const counting: Sql = {
    rows: (statement) => {
      statements += 1;
      return test.sql.rows(statement);
    },
  };
  const limiter = createQuotaLimiter(test.sql, { requests: 60, windowMilliseconds: 60_000 }, 1_000);
  accounts = createCustomeowAccounts(counting, limiter, encryption, {
    apiUrl: "http://localhost:9",
    timeoutMilliseconds: 1_000,
    quotaWindowMilliseconds: 60_000,
  });
});
afterAll(() => test.close());

const credentials = (shopId: string, apiKey: string) => ({
  encryptedApiKey: encryption.encrypt(apiKey, shopId),
  apiKeyFingerprint: encryption.fingerprint(apiKey),
});

async function connectedShop(apiKey: string): Promise<string> {
  const { id: shopId } = await test.database.shop.create({
    data: { domain: `${randomUUID()}.myshopify.com` },
  });
  await test.database.customeowConnection.create({
    data: {
      shopId,
      storeId: "42",
      apiKeyLastFour: "1234",
      webhookTokenHash: randomUUID(),
      encryptedWebhookToken: "",
      ...credentials(shopId, apiKey),
    },
  });
  return shopId;
}

it("reads the accounts that are asked for in the same moment by one statement", async () => {
  const shops = await Promise.all(["one", "another"].map(connectedShop));
  const asked = [...shops, randomUUID(), ...shops];
  statements = 0;
  const found = await Promise.all(asked.map((shopId) => accounts.forShop(shopId, "order")));
  const [one, another] = ["one", "another"].map((apiKey) => encryption.fingerprint(apiKey));
  expect(found.map((account) => account?.apiKeyFingerprint)).toEqual([one, another, undefined, one, another]);
  expect(statements).toBe(1);
});

it("uses a key that was entered anew at once", async () => {
  const shopId = await connectedShop("old");
  await accounts.forShop(shopId, "order");
  const where = { shopId };
  await test.database.customeowConnection.update({ where, data: credentials(shopId, "new") });
  const account = await accounts.forShop(shopId, "order");
  expect(account?.apiKeyFingerprint).toBe(encryption.fingerprint("new"));
});

it("makes an account of a connection that was read already", async () => {
  const shopId = await connectedShop("read");
  const connection = await test.database.customeowConnection.findUniqueOrThrow({ where: { shopId } });
  statements = 0;
  expect(accounts.ofConnection(connection, "order")).toMatchObject({ storeId: "42" });
  expect(statements).toBe(0);
});
