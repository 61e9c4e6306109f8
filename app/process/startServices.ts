import type { PgBoss } from "pg-boss";
import type { Settings } from "../config/settings.ts";
import { createCustomeowAccounts } from "../shops/customeowAccounts.ts";
import { openDatabase } from "../database/database.ts";
import { openLocks } from "../database/lock.ts";
import { createHealthCheck } from "../health/health.ts";
import { readBounded } from "../http/readBounded.ts";
import { createJobQueue, startBoss } from "../jobs/queue.ts";
import type { Log } from "../log/log.ts";
import { createQuotaLimiter } from "../quota/limiter.ts";
import type { Services } from "../services.ts";
import { createApiKeyEncryption } from "../shops/apiKeyEncryption.ts";
import { installShop } from "../shops/shop.ts";
import { createShopify } from "../shopify/shopify.ts";
import { openStorage } from "./openStorage.ts";
import type { ShutdownList } from "./shutdown.ts";

/** Builds everything that pages and jobs work with, once for the process. */
export async function startServices(
  settings: Settings,
  role: string,
  log: Log,
  shutdown: ShutdownList,
): Promise<{ services: Services; boss: PgBoss }> {
  const storage = await openStorage(settings);
  shutdown.add("storage", storage.close);

  const database = openDatabase(storage.databaseUrl);
  shutdown.add("database connections", () => database.$disconnect());

  const boss = await startBoss(storage.databaseUrl, role, log);
  shutdown.add("job queue", () => boss.stop({ graceful: true, timeout: 25_000 }));

  const locks = openLocks(storage.databaseUrl);
  shutdown.add("locks", () => locks.close());

  const { quota, timeoutMilliseconds, apiUrl } = settings.customeow;
  const encryption = createApiKeyEncryption(storage.encryptionKey);
  const limiter = createQuotaLimiter(database, quota, timeoutMilliseconds);
  const { apiKey, apiSecret, appUrl, scopes } = settings.shopify;
  const services: Services = {
    settings,
    log,
    database,
    locks,
    encryption,
    jobs: createJobQueue(boss),
    customeow: createCustomeowAccounts(database, limiter, encryption, { apiUrl, timeoutMilliseconds }),
    checkHealth: createHealthCheck(database, boss),
    shopify: createShopify({
      apiKey,
      apiSecret,
      appUrl,
      scopes,
      sessions: database,
      readBody: readBounded,
      withLock: (key, action) => locks.inTurn(key, action),
      onAuthenticated: async (shopDomain, scopes) => {
        await installShop(database, shopDomain, scopes);
      },
    }),
  };
  return { services, boss };
}
