import { markKeyRefused } from "../../accounts/markKeyRefused.ts";
import type { SendServices } from "./sendServices.ts";

/**
 * CustoMeow does not accept the saved key: the work stops here and is taken up when the merchant enters another
 * (resumeWaitingOrders). The first order that meets it says so.
 */
export async function stopForRefusedKey(
  { sql, lifecycle }: Pick<SendServices, "sql" | "lifecycle">,
  { shopId, orderId }: { shopId: string; orderId: string },
  apiKeyFingerprint: string,
): Promise<void> {
  if (!(await markKeyRefused(sql, shopId, apiKeyFingerprint))) return;
  await lifecycle.change({ shopId, orderId }, (change) => {
    change.tell({ code: "order_waits_for_key", parameters: {} });
  });
}
