import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { CustomeowFailure } from "../customeow/failure.ts";
import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { resumeWaitingOrders } from "../orders/resumeWaitingOrders.ts";
import type { ApiKeyEncryption } from "./apiKeyEncryption.ts";
import type { CustomeowAccounts } from "./customeowAccounts.ts";

/** What is wrong with what the merchant entered, beside the field where it can be mended. */
export interface ConnectionProblems {
  apiKey?: string;
  storeId?: string;
  /** Neither field is to blame. */
  form?: string;
}

export type ConnectionOutcome =
  { outcome: "connected"; storeName: string | null } | { outcome: "refused"; problems: ConnectionProblems };

export interface ConnectionServices {
  database: Database;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
  encryption: ApiKeyEncryption;
}

const form = z.object({
  apiKey: z
    .string()
    .trim()
    .min(1, "Enter the API key of your CustoMeow account.")
    .max(500, "An API key is shorter."),
  storeId: z
    .string()
    .trim()
    .min(1, "Enter the id of your CustoMeow store.")
    .regex(/^\d{1,20}$/, "A store id is a number, such as 179639630637846528."),
});

/**
 * Checks key and store against CustoMeow, and saves them only when both are right. What waited for a connection
 * goes on then.
 */
export async function connectStore(
  services: ConnectionServices,
  shopId: string,
  entered: { apiKey: unknown; storeId: unknown },
): Promise<ConnectionOutcome> {
  const parsed = form.safeParse(entered);
  if (!parsed.success) return { outcome: "refused", problems: problemsOf(parsed.error) };

  const { apiKey, storeId } = parsed.data;
  const checked = await checkStore(services.customeow, apiKey, storeId);
  if ("problems" in checked) return { outcome: "refused", problems: checked.problems };

  await saveConnection(services, shopId, { apiKey, storeId, storeName: checked.storeName });
  return { outcome: "connected", storeName: checked.storeName };
}

/** Forgets the key. The storefront stops offering the customizer; orders wait until there is a connection again. */
export async function disconnectStore(
  services: Pick<ConnectionServices, "database" | "jobs">,
  shopId: string,
): Promise<void> {
  await services.database.$transaction(async (transaction) => {
    await transaction.customeowConnection.deleteMany({ where: { shopId } });
    await services.jobs.enqueue(transaction, "publish-storefront", { shopId });
  });
}

/** A new unguessable address for CustoMeow's webhooks; the old one stops working at once. */
export async function rotateWebhookToken(database: Database, shopId: string): Promise<void> {
  await database.customeowConnection.updateMany({
    where: { shopId },
    data: { webhookToken: newWebhookToken() },
  });
}

/** CustoMeow did not accept the saved key. @returns whether that is news. */
export async function markKeyRefused(database: Database, shopId: string): Promise<boolean> {
  const { count } = await database.customeowConnection.updateMany({
    where: { shopId, keyRefusedAt: null },
    data: { keyRefusedAt: new Date() },
  });
  return count > 0;
}

function problemsOf(error: z.ZodError<z.output<typeof form>>): ConnectionProblems {
  const { fieldErrors } = z.flattenError(error);
  return {
    ...(fieldErrors.apiKey?.[0] === undefined ? {} : { apiKey: fieldErrors.apiKey[0] }),
    ...(fieldErrors.storeId?.[0] === undefined ? {} : { storeId: fieldErrors.storeId[0] }),
  };
}

/** The SKU list is the one reading that needs both the key and the store. */
async function checkStore(
  accounts: CustomeowAccounts,
  apiKey: string,
  storeId: string,
): Promise<{ storeName: string | null } | { problems: ConnectionProblems }> {
  const answer = await accounts.withKey(apiKey).skus(storeId, 1, 1);
  if (!answer.ok) return { problems: explain(answer.failure) };

  // How CustoMeow answers for somebody else's store is not documented: rows of another store tell it.
  const store = answer.value.list[0]?.store;
  if (store && store.id !== storeId) return { problems: { storeId: WRONG_STORE } };
  return { storeName: store?.name || null };
}

const WRONG_STORE =
  "This CustoMeow account has no store with this id. Copy the store id from CustoMeow and try again.";

function explain(failure: CustomeowFailure): ConnectionProblems {
  switch (failure.kind) {
    case "bad_key":
      return { apiKey: "CustoMeow does not accept this API key. Copy it from CustoMeow and try again." };
    case "not_found":
      return { storeId: WRONG_STORE };
    case "rejected":
      return { storeId: `CustoMeow refused this store id: ${failure.message}` };
    case "over_quota":
      return { form: "CustoMeow is being asked too often with this API key. Wait a minute and try again." };
    case "unavailable":
    case "unknown_outcome":
      return {
        form: "CustoMeow cannot be reached right now, so the connection could not be checked. Try again soon.",
      };
    case "unexpected_answer":
      return {
        form: "CustoMeow gave an answer that the app does not understand. Nothing was saved; try again soon.",
      };
  }
}

async function saveConnection(
  { database, jobs, encryption }: ConnectionServices,
  shopId: string,
  account: { apiKey: string; storeId: string; storeName: string | null },
): Promise<void> {
  const connection = {
    storeId: account.storeId,
    storeName: account.storeName,
    encryptedApiKey: encryption.encrypt(account.apiKey, shopId),
    apiKeyFingerprint: encryption.fingerprint(account.apiKey),
    apiKeyLastFour: account.apiKey.slice(-4),
    connectedAt: new Date(),
    keyRefusedAt: null,
  };
  await database.$transaction(async (transaction) => {
    await transaction.customeowConnection.upsert({
      where: { shopId },
      create: { ...connection, shopId, webhookToken: newWebhookToken() },
      update: connection,
    });
    await jobs.enqueue(transaction, "sync-skus", { shopId });
    await resumeWaitingOrders(transaction, jobs, shopId);
  });
}

const newWebhookToken = () => randomBytes(24).toString("base64url");
