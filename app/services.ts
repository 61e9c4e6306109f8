import type { CustomeowAccounts } from "./accounts/customeowAccounts.ts";
import type { Settings } from "./config/settings.ts";
import type { Database } from "./database/database.ts";
import type { Locks } from "./database/lock.ts";
import type { SqlPool } from "./database/sql.ts";
import type { Downloads } from "./downloads/downloads.ts";
import type { Health } from "./health/health.ts";
import type { Inbox } from "./inbox/inbox.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Log } from "./log/log.ts";
import type { Lifecycle } from "./orders/lifecycle/lifecycle.ts";
import type { CheckSchedule } from "./production/checkSchedule.ts";
import type { QuotaLimiter } from "./quota/limiter.ts";
import type { ApiKeyEncryption } from "./secrets/apiKeyEncryption.ts";
import type { KeyRing } from "./secrets/keyRing.ts";
import type { WebhookTokens } from "./secrets/webhookTokens.ts";
import type { Shopify } from "./shopify/shopify.ts";

/** What the process is built of, made once at its start and handed to pages and jobs. */
export interface Services {
  settings: Settings;
  log: Log;
  database: Database;
  sql: SqlPool;
  locks: Locks;
  ring: KeyRing;
  encryption: ApiKeyEncryption;
  webhookTokens: WebhookTokens;
  jobs: JobQueue;
  lifecycle: Lifecycle;
  checks: CheckSchedule;
  inbox: Inbox;
  limiter: QuotaLimiter;
  shopify: Shopify;
  customeow: CustomeowAccounts;
  downloads: Downloads;
  health: Health;
}

declare module "@remix-run/server-runtime" {
  interface AppLoadContext {
    services: Services;
  }
}
