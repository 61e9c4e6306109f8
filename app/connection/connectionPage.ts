import type { Database } from "../database/database.ts";
import type { WebhookTokens } from "../secrets/webhookTokens.ts";
import { keyRefusedSince } from "../quota/outcome.ts";

/** What the merchant sees of the connection. The key itself is not in it. */
export interface ConnectionView {
  storeId: string;
  storeName: string | null;
  apiKeyLastFour: string;
  connectedAt: Date;
  /** Since when CustoMeow has not accepted the key; null while it accepts it, or may have refused it by a slip. */
  keyRefusedSince: Date | null;
  /** When CustoMeow's webhooks last came; null while none did. */
  webhookReceivedAt: Date | null;
}

/** Null while the shop is not connected. */
export async function connectionView(database: Database, shopId: string): Promise<ConnectionView | null> {
  const connection = await database.customeowConnection.findUnique({
    where: { shopId },
    select: {
      storeId: true,
      storeName: true,
      apiKeyLastFour: true,
      connectedAt: true,
      apiKeyFingerprint: true,
      webhookReceivedAt: true,
    },
  });
  if (connection === null) return null;
  const { apiKeyFingerprint, ...view } = connection;
  const ofKey = await database.quotaKeyState.findUnique({ where: { apiKeyFingerprint } });
  return { ...view, keyRefusedSince: keyRefusedSince(ofKey) };
}

/** The address that the merchant pastes into CustoMeow; null while the shop is not connected. */
export async function readWebhookAddress(
  { database, webhookTokens }: { database: Database; webhookTokens: WebhookTokens },
  shopId: string,
  appUrl: string,
): Promise<string | null> {
  const connection = await database.customeowConnection.findUnique({
    where: { shopId },
    select: { encryptedWebhookToken: true },
  });
  if (connection === null) return null;
  return `${appUrl}/webhooks/customeow/${webhookTokens.read(connection.encryptedWebhookToken, shopId)}`;
}
