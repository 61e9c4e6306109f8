import type { Order } from "@prisma/client";
import type { CustomeowAccount } from "../../accounts/customeowAccounts.ts";
import { laterOrFailed } from "../../accounts/retryLater.ts";
import type { ExistingOrder } from "../../customeow/order.ts";
import type { SendServices } from "./sendServices.ts";
import { keepUnexpectedAnswer } from "./unexpectedAnswer.ts";

/**
 * Asks whether CustoMeow has the order; null where it has not.
 * @throws Error to be tried again later, where CustoMeow does not say
 */
export async function lookUpOrder(
  { sql }: Pick<SendServices, "sql">,
  { shopId, id: orderId, platformOrderId }: Pick<Order, "shopId" | "id" | "platformOrderId">,
  account: CustomeowAccount,
): Promise<ExistingOrder | null> {
  const found = await account.client.findOrder(account.storeId, platformOrderId);
  if (found.ok) return found.value;
  await keepUnexpectedAnswer(sql, { shopId, orderId }, "GET /order-info", found.failure);
  throw laterOrFailed(found.failure);
}
