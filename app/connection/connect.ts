import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { ApiKeyEncryption } from "../secrets/apiKeyEncryption.ts";
import type { WebhookTokens } from "../secrets/webhookTokens.ts";
import { lockShop } from "../shops/lockShop.ts";
import { closeRunningSyncs } from "../skus/closeRunningSyncs.ts";
import { requestPublishing } from "../skus/requestPublishing.ts";
import { requestSkuSync } from "../skus/requestSync.ts";
import { type CheckedStore, checkStore } from "./checkStore.ts";
import type { ConnectionProblems } from "./connectionProblems.ts";
import { readEntered } from "./readEntered.ts";
import { requestResuming } from "../production/resumeWaitingOrders.ts";

export type ConnectionOutcome =
  { outcome: "connected"; storeName: string | null } | { outcome: "refused"; problems: ConnectionProblems };

export interface ConnectionServices {
  database: Database;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
  encryption: ApiKeyEncryption;
  webhookTokens: WebhookTokens;
}

/**
 * Checks the key and the store id with CustoMeow, and saves them only when both are right. Work that waited for a
 * connection then continues.
 */
export async function connectStore(
  services: ConnectionServices,
  shopId: string,
  entered: { apiKey: unknown; storeId: unknown },
): Promise<ConnectionOutcome> {
  const read = readEntered(entered);
  if ("problems" in read) return { outcome: "refused", problems: read.problems };

  const { apiKey, storeId } = read;
  const checked = await checkStore(services.customeow, apiKey, storeId);
  if ("problems" in checked) return { outcome: "refused", problems: checked.problems };

  await saveConnection(services, shopId, { apiKey, storeId, ...checked });
  return { outcome: "connected", storeName: checked.storeName };
}

/** Forgets the key. The storefront stops offering the customizer; orders wait until there is a connection again. */
export async function disconnectStore(
  services: Pick<ConnectionServices, "database" | "jobs">,
  shopId: string,
): Promise<void> {
  await services.database.$transaction(async (transaction) => {
    await lockShop(transaction, shopId);
    await transaction.customeowConnection.deleteMany({ where: { shopId } });
    await closeRunningSyncs(transaction, shopId, { code: "disconnected", parameters: {} });
    await requestPublishing(transaction, services.jobs, shopId);
  });
}

/** A new unguessable address for CustoMeow's webhooks; the old one stops working at once. */
export async function rotateWebhookToken(
  { database, webhookTokens }: Pick<ConnectionServices, "database" | "webhookTokens">,
  shopId: string,
): Promise<void> {
  await database.customeowConnection.updateMany({
    where: { shopId },
    data: { ...webhookTokens.create(shopId), webhookReceivedAt: null },
  });
}

async function saveConnection(
  { database, jobs, encryption, webhookTokens }: ConnectionServices,
  shopId: string,
  account: CheckedStore & { apiKey: string; storeId: string },
): Promise<void> {
  const connection = {
    storeId: account.storeId,
    storeName: account.storeName,
    encryptedApiKey: encryption.encrypt(account.apiKey, shopId),
    apiKeyFingerprint: encryption.fingerprint(account.apiKey),
    apiKeyLastFour: account.apiKey.slice(-4),
    connectedAt: new Date(),
  };
  await database.$transaction(async (transaction) => {
    await lockShop(transaction, shopId);
    if (!(await isSameStore(transaction, shopId, account))) await forgetSkus(transaction, shopId);
    await transaction.customeowConnection.upsert({
      where: { shopId },
      create: { ...connection, shopId, ...webhookTokens.create(shopId) },
      update: connection,
    });
    await requestSkuSync(transaction, jobs, shopId, "person");
    await requestPublishing(transaction, jobs, shopId);
    await requestResuming(transaction, jobs, shopId, "merchant");
  });
}

/** Whether the stored SKUs are this store's. SKUs of another store must be neither offered nor ordered from it. */
async function isSameStore(
  transaction: Transaction,
  shopId: string,
  { storeId, customeowSkuId }: CheckedStore & { storeId: string },
): Promise<boolean> {
  const connection = await transaction.customeowConnection.findUnique({ where: { shopId } });
  if (connection !== null) return connection.storeId === storeId;

  // After a disconnection only the ids of the SKUs can tell: CustoMeow gives each id to one store only.
  if (customeowSkuId === null) return false;
  const kept = await transaction.customeowSku.findUnique({
    where: { shopId_customeowSkuId: { shopId, customeowSkuId } },
  });
  return kept !== null;
}

async function forgetSkus(transaction: Transaction, shopId: string): Promise<void> {
  await transaction.customeowSku.deleteMany({ where: { shopId } });
  await transaction.matchedVariant.deleteMany({ where: { shopId } });
}
