import { hashOfWebhookToken } from "../../app/secrets/webhookTokens.ts";
import type { Database } from "../../app/database/database.ts";

/** A shop whose CustoMeow webhooks come with the token. Nothing is ever asked of CustoMeow for it. */
export async function createConnectedShop(
  database: Database,
  domain: string,
  webhookToken: string,
): Promise<void> {
  const connection = {
    storeId: "1",
    storeName: "Store",
    encryptedApiKey: "",
    apiKeyFingerprint: "",
    apiKeyLastFour: "",
    webhookTokenHash: hashOfWebhookToken(webhookToken) ?? "",
    encryptedWebhookToken: webhookToken,
  };
  await database.shop.create({ data: { domain, connection: { create: connection } } });
}
