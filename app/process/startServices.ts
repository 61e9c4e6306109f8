import { createCustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { Settings } from "../config/settings.ts";
import { welcomeShop } from "../connection/welcomeShop.ts";
import { openDatabase } from "../database/database.ts";
import { createLeases } from "../database/leases.ts";
import { openPool, untilUnused } from "../database/pool.ts";
import { createSql } from "../database/sql.ts";
import { createDownloads } from "../downloads/downloads.ts";
import { limitShops } from "../http/limitShops.ts";
import { createHealth } from "../health/health.ts";
import { openInbox } from "../inbox/inbox.ts";
import { WORKER_INSTANCE } from "../jobs/boss.ts";
import { type JobEngine, startJobEngine } from "../jobs/engine.ts";
import { createJobQueue } from "../jobs/queue.ts";
import { scheduleJobs } from "../jobs/schedule.ts";
import type { Log } from "../log/log.ts";
import { createLifecycle } from "../orders/lifecycle/lifecycle.ts";
import { createCheckSchedule } from "../production/checkSchedule.ts";
import { createQuotaLimiter } from "../quota/limiter.ts";
import { openSecrets } from "../secrets/secrets.ts";
import type { Services } from "../services.ts";
import { createShopify } from "../shopify/shopify.ts";
import { openStorage } from "./openStorage.ts";
import type { ShutdownList } from "./shutdown.ts";

/** Builds everything that pages and jobs work with, once for the process. */
export async function startServices(
  settings: Settings,
  role: string,
  log: Log,
  shutdown: ShutdownList,
): Promise<{ services: Services; engine: JobEngine }> {
  const storage = await openStorage(settings);
  shutdown.add({ name: "storage", close: storage.close });

  const pool = openPool(storage.databaseUrl, { connections: settings.databaseConnections });
  shutdown.add({ name: "database connections", close: () => pool.end() });
  const sql = createSql(pool);
  const database = openDatabase(pool);
  shutdown.add({ name: "prisma", close: () => database.$disconnect() });
  // A page whose browser went away may still be in the middle of a transaction.
  shutdown.add({ name: "transactions", close: (deadline) => untilUnused(pool, deadline) });

  const takesJobs = role === "worker" || settings.workerInServer;
  const engine = await startJobEngine(pool, storage.directUrl, takesJobs ? WORKER_INSTANCE : role, log);
  const { boss, bell } = engine;
  shutdown.add({ name: "job queue", close: () => boss.stop() });
  await scheduleJobs(boss);

  const locks = createLeases(sql);

  const { quota, timeoutMilliseconds, apiUrl } = settings.customeow;
  const { ring, encryption, tokenEncryption, webhookTokens } = await openSecrets(sql, storage.encryptionKeys);
  const limiter = createQuotaLimiter(sql, quota, timeoutMilliseconds);
  const { apiKey, apiSecret, appUrl, scopes } = settings.shopify;
  const jobs = createJobQueue(boss, bell);
  const checks = createCheckSchedule(sql);
  shutdown.add({ name: "paces of templates", close: () => checks.close() });
  const shopify = createShopify({
    apiKey,
    apiSecret,
    appUrl,
    scopes,
    sessions: database,
    tokenEncryption,
    withLock: (key, action) => locks.inTurn(key, action),
    onAuthenticated: (shopDomain, scopes) => welcomeShop({ database, jobs }, shopDomain, scopes),
  });
  const downloads = createDownloads(settings.fileOrigins);
  shutdown.add({ name: "downloads", close: () => downloads.close() });
  const services: Services = {
    settings,
    log,
    database,
    sql,
    locks,
    ring,
    encryption,
    webhookTokens,
    jobs,
    lifecycle: createLifecycle(sql, jobs),
    checks,
    inbox: await openInbox({ sql, jobs }),
    limiter,
    customeow: createCustomeowAccounts(sql, limiter, encryption, {
      apiUrl,
      timeoutMilliseconds,
      quotaWindowMilliseconds: quota.windowMilliseconds,
    }),
    downloads,
    health: createHealth(database, boss),
    shopify: { ...shopify, authenticateAdmin: limitShops(shopify.authenticateAdmin) },
  };
  return { services, engine };
}
