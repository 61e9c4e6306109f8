import { randomUUID } from "node:crypto";
import { sqlOf } from "../../app/database/sql.ts";
import { openSecrets } from "../../app/secrets/secrets.ts";
import type { StoreSeed } from "../../sandbox/customeow/start.ts";
import type { ChaosWorld } from "../../tests/chaos/chaosWorld.ts";

/** A shop that is connected to a store of CustoMeow's by a key of its own. */
export interface DrainShop {
  domain: string;
  apiKey: string;
  storeId: string;
}

/** Adds a shop for each store, as it is once it has the app, is connected and has read its SKUs. */
export async function addShops(
  { database, encryptionKey }: ChaosWorld,
  seeds: readonly StoreSeed[],
): Promise<DrainShop[]> {
  const { encryption, tokenEncryption, webhookTokens } = await openSecrets(sqlOf(database), [encryptionKey]);
  const session = await database.session.findFirstOrThrow({ where: { isOnline: false } });
  const skus = await database.customeowSku.findMany();
  const shops = seeds.map((seed) => ({ ...seed, id: randomUUID(), domain: `${seed.apiKey}.myshopify.com` }));
  const now = new Date();
  const forShop = (token: string, domain: string) =>
    tokenEncryption.encrypt(tokenEncryption.decrypt(token, session.id), `offline_${domain}`);
  const tokensOf = (domain: string) => ({
    accessToken: forShop(session.accessToken, domain),
    refreshToken: session.refreshToken && forShop(session.refreshToken, domain),
  });
  await database.shop.createMany({
    data: shops.map(({ id, domain }) => ({ id, domain, scopes: "read_orders" })),
  });
  await database.session.createMany({
    data: shops.map(({ domain }) => ({
      ...session,
      id: `offline_${domain}`,
      shop: domain,
      ...tokensOf(domain),
    })),
  });
  await database.customeowConnection.createMany({
    data: shops.map(({ id: shopId, apiKey, storeId, storeName }) => ({
      shopId,
      storeId,
      storeName,
      encryptedApiKey: encryption.encrypt(apiKey, shopId),
      apiKeyFingerprint: encryption.fingerprint(apiKey),
      apiKeyLastFour: apiKey.slice(-4),
      ...webhookTokens.create(shopId),
    })),
  });
  await database.customeowSku.createMany({
    data: shops.flatMap(({ id: shopId }) => skus.map((sku) => ({ ...sku, shopId }))),
  });
  // Their orders are not read from Shopify while it is measured.
  const nextAt = new Date(now.getTime() + 24 * 60 * 60 * 1000);
  await database.orderReading.createMany({
    data: shops.flatMap(({ id: shopId }) =>
      (["latest", "last_days"] as const).map((kind) => ({ shopId, kind, nextAt })),
    ),
    skipDuplicates: true,
  });
  return shops.map(({ domain, apiKey, storeId }) => ({ domain, apiKey, storeId }));
}
