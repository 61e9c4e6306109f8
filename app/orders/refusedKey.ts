import type { Database } from "../database/database.ts";
import { markKeyRefused } from "../accounts/markKeyRefused.ts";
import { addToTimeline } from "../timeline/timeline.ts";

/**
 * CustoMeow does not accept the saved key: the work stops here and is taken up when the merchant enters another
 * (resumeWaitingOrders). The first order that meets it says so.
 */
export async function stopForRefusedKey(
  database: Database,
  { shopId, orderId }: { shopId: string; orderId: string },
  apiKeyFingerprint: string,
): Promise<void> {
  if (!(await markKeyRefused(database, shopId, apiKeyFingerprint))) return;
  await addToTimeline(
    database,
    { shopId, orderId },
    "order_waits",
    "CustoMeow no longer accepts the API key. The order waits until another is entered in Settings.",
  );
}
