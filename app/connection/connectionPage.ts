import type { Database } from "../database/database.ts";

/** What the merchant sees of the connection. The key itself is not in it. */
export interface ConnectionView {
  storeId: string;
  storeName: string | null;
  apiKeyLastFour: string;
  connectedAt: Date;
  /** When CustoMeow stopped accepting the key; null while it accepts it. */
  keyRefusedAt: Date | null;
  /** To be pasted into CustoMeow. */
  webhookUrl: string;
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
      keyRefusedAt: true,
      webhookToken: true,
    },
  });
  if (connection === null) return null;
  const { webhookToken, ...view } = connection;
  return { ...view, webhookUrl: `${appUrl}/webhooks/customeow/${webhookToken}` };
}
