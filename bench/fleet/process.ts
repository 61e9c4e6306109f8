import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import sql from "sql-template-tag";
import { readSettings } from "../../app/config/settings.ts";
import { type JobHandler, type JobHandlers, startWorking } from "../../app/jobs/work.ts";
import { createLog, type Log } from "../../app/log/log.ts";
import { createJobHandlers } from "../../app/process/jobHandlers.ts";
import { createShutdownList } from "../../app/process/shutdown.ts";
import { startServices } from "../../app/process/startServices.ts";
import type { QuotaLimiter } from "../../app/quota/limiter.ts";
import type { Services } from "../../app/services.ts";
import type { AdminApi } from "../../app/shopify/adminApi.ts";

/** `app`: as the app has it. `bare`: every shop every five minutes, whatever is under way. */
export type Method = "app" | "bare";

/** How often the bare method reads. */
export const BARE_EVERY_SECONDS = 5 * 60;

/** How long Shopify takes for a list of orders. */
const SHOPIFY_MILLISECONDS = 200;

/** What was done so far. */
export interface Done {
  readings: number;
  /** The domains of the shops that were read. */
  shops: Set<string>;
  jobs: number;
}

export interface FleetProcess {
  limiter: QuotaLimiter;
  done: Done;
  close(): Promise<void>;
}

/** A worker of the app whose Shopify has nothing new. */
export async function startFleetProcess(url: string, method: Method): Promise<FleetProcess> {
  const log = createLog("silent");
  const settings = readSettings({
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: "secret",
    SHOPIFY_APP_URL: "http://localhost",
    DATABASE_URL: url,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  });
  const shutdown = createShutdownList(log, settings.stopWithinMilliseconds);
  const { services, engine } = await startServices(settings, "worker", log, shutdown);
  const done: Done = { readings: 0, shops: new Set(), jobs: 0 };
  const shopify = { ...services.shopify, adminApi: quietShopify(services, done) };
  const handlers = createJobHandlers({ ...services, shopify });
  const start = method === "app" ? handlers["start-order-readings"] : bareStart(services);
  const working = startWorking(
    engine,
    {
      ...handlers,
      "start-order-readings": counting(done, start),
      "reconcile-orders": counting(done, handlers["reconcile-orders"]),
      "sweep-orders": counting(done, handlers["sweep-orders"]),
      "confirm-orders": counting(done, handlers["confirm-orders"]),
    } satisfies JobHandlers,
    log,
  );
  return {
    limiter: services.limiter,
    done,
    async close() {
      services.limiter.close();
      await working.stop();
      await shutdown.close();
    },
  };
}

function quietShopify({ shopify }: Services, done: Done): (shopDomain: string) => AdminApi {
  return (shopDomain) => ({
    ...shopify.adminApi(shopDomain),
    listOrders: async () => {
      await pause(SHOPIFY_MILLISECONDS);
      done.readings += 1;
      done.shops.add(shopDomain);
      return { orders: [], nextCursor: null };
    },
  });
}

function counting<Payload>(done: Done, handler: (payload: Payload, log: Log) => Promise<void>) {
  return async (payload: Payload, log: Log): Promise<void> => {
    await handler(payload, log);
    done.jobs += 1;
  };
}

/** Every shop that is due, at once; a job each. */
function bareStart({ sql: database, jobs }: Services): JobHandler<"start-order-readings"> {
  return async () => {
    const due = await database.rows<{ shopId: string }>(sql`
      UPDATE "OrderReading" SET "nextAt" = now() + ${BARE_EVERY_SECONDS}::float8 * interval '1 second'
      WHERE "kind" = 'latest' AND "nextAt" <= now() RETURNING "shopId"`);
    for (const { shopId } of due) await jobs.enqueue(database, "reconcile-orders", { shopId });
  };
}
