import { randomBytes } from "node:crypto";
import { createKeyRing, readingPlainToo } from "../../app/secrets/keyRing.ts";
import { createLeases } from "../../app/database/leases.ts";
import type { TokenEncryption } from "../../app/shopify/encryptedSessions.ts";
import { createShopify, type Shopify } from "../../app/shopify/shopify.ts";
import { createSessionToken } from "../../sandbox/shopify/admin-api/oauth/sessionToken.ts";
import { serveAdminApi } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import type { AdminApi } from "../../sandbox/shopify/admin-api/adminApi.ts";
import type { DeployedFunction } from "../../sandbox/shopify/admin-api/graphql/context.ts";
import type { Shop } from "../../sandbox/shopify/shop/shop.ts";
import type { TestDatabase } from "../postgres/testDatabase.ts";

/** The app's way to Shopify, against the stand-in over HTTP. One for each test file: it routes the whole process. */
export interface ShopifyWorld {
  shopify: Shopify;
  /** The app with a client secret that Shopify does not accept. */
  withWrongSecret: Shopify;
  api: AdminApi;
  /** What the app's tokens are encrypted with. */
  tokenEncryption: TokenEncryption;
  /** The merchant opens the app. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Shopify's library turns away what looks like a bot. */
const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36";

export async function startShopifyWorld(
  shop: Shop,
  test: TestDatabase,
  onAuthenticated: (shopDomain: string, scopes: string | null) => Promise<void> = () => Promise.resolve(),
  functions: DeployedFunction[] = [],
): Promise<ShopifyWorld> {
  const server = await serveAdminApi(shop, { functions });
  process.env["SANDBOX_SHOPIFY_ADDRESS"] = server.url;
  await import("../../sandbox/route.ts");

  const locks = createLeases(test.sql);
  const tokenEncryption = readingPlainToo(
    createKeyRing([randomBytes(32).toString("base64")]).cipher("access-token"),
  );
  const connect = (apiSecret: string): Shopify =>
    createShopify({
      apiKey: shop.app.clientId,
      apiSecret,
      appUrl: shop.app.applicationUrl,
      scopes: null,
      sessions: test.database,
      tokenEncryption,
      withLock: (key, action) => locks.inTurn(key, action),
      onAuthenticated,
    });
  const shopify = connect(shop.app.clientSecret);
  return {
    shopify,
    withWrongSecret: connect("not-the-secret-of-this-app-at-all"),
    api: server.api,
    tokenEncryption,
    open: async () => {
      const token = await createSessionToken(shop);
      await shopify.authenticateAdmin(
        new Request(`${shop.app.applicationUrl}/app`, {
          headers: { authorization: `Bearer ${token}`, "user-agent": BROWSER },
        }),
      );
    },
    close: async () => {
      await server.close();
    },
  };
}
