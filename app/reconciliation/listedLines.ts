import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import type { ListedOrderLine } from "../customeow/order.ts";
import type { Log } from "../log/log.ts";

/** The rows of the account's store on the first pages of CustoMeow's order list, page by page, until it cannot be read. */
export async function* listedLines(
  account: CustomeowAccount,
  mostPages: number,
  log: Log,
): AsyncGenerator<ListedOrderLine[]> {
  for (let page = 1; page <= mostPages; page += 1) {
    const read = await account.client.orderLines(page);
    if (!read.ok) {
      log.info({ reason: read.failure.message }, "CustoMeow's order list could not be read");
      return;
    }
    const { list } = read.value;
    if (list.length === 0) return;
    yield list.filter(({ storeId }) => storeId === account.storeId);
  }
}
