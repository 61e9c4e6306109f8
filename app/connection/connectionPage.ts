import type { Database } from "../database/database.ts";
import { keyRefusedSince } from "../quota/outcome.ts";

/** What the merchant sees of the connection. The key itself is not in it. */
export interface ConnectionView {
  storeId: string;
  storeName: string | null;
  apiKeyLastFour: string;
  connectedAt: Date;
  /** Since when CustoMeow has not accepted the key; null while it accepts it, or may have refused it by a slip. */
  keyRefusedSince: Date | null;
  /** To be pasted into CustoMeow. */
  webhookUrl: string;
  /** When something last came to that address; null while nothing did. */
  webhookReceivedAt: Date | null;
}

/** Null while the shop is not connected. */
export async function connectionView(
  database: Database,
  shopId: string,
  appUrl: string,
): Promise<ConnectionView | null> {
  const connection = await database.customeowConnection.findUnique({
    where: { shopId },
    select: {
      storeId: true,
      storeName: true,
      apiKeyLastFour: true,
      connectedAt: true,
      apiKeyFingerprint: true,
      webhookToken: true,
      webhookReceivedAt: true,
    },
  });
  if (connection === null) return null;
  const { webhookToken, apiKeyFingerprint, ...view } = connection;
  const ofKey = await database.quotaKeyState.findUnique({ where: { apiKeyFingerprint } });
  return {
    ...view,
    keyRefusedSince: keyRefusedSince(ofKey),
    webhookUrl: `${appUrl}/webhooks/customeow/${webhookToken}`,
  };
}
