import type { CustomeowAccount } from "../../accounts/customeowAccounts.ts";
import { factOfFailure } from "../../accounts/customeowFailures.ts";
import { laterOrFailed } from "../../accounts/retryLater.ts";
import type { CustomeowFailure } from "../../customeow/failure.ts";
import { afterAnswer } from "../../customeow/listReading.ts";
import { advance } from "./advance.ts";
import { keepSkus } from "./keepSkus.ts";
import { compareWithSeen, noteSeen } from "./seenIds.ts";
import type { SkuSync } from "./skuSync.ts";
import type { SkuSyncServices } from "./skuSyncServices.ts";
import { SyncHeldUpError, SyncStoppedError } from "./stopped.ts";

/**
 * Reads the next page of CustoMeow's list. What came of it and where the list is read on are committed together: a
 * page that was paid for is not asked for again.
 */
export async function listSkus(
  services: SkuSyncServices,
  sync: SkuSync,
  account: CustomeowAccount,
): Promise<void> {
  const { reading, shopId } = sync;
  const answer = await account.client.skus(sync.storeId, reading.page, reading.pageSize);
  if (!answer.ok) throw stoppedByCustomeow(answer.failure);

  const { count, list } = answer.value;
  const ids = list.map(({ id }) => id);
  await advance(services.sql, sync, async (rows) => {
    const standing = await compareWithSeen(rows, sync, ids);
    const storefrontChanged = await keepSkus(rows, shopId, list);
    await noteSeen(rows, sync, "skus", reading.answers, ids);
    const after = afterAnswer(reading, { count, given: list.length, ...standing });
    return {
      sync: { reading: after, step: after.isDone ? "remove_skus" : "list_skus" },
      storefrontChanged,
    };
  });
}

function stoppedByCustomeow(failure: CustomeowFailure): SyncStoppedError | SyncHeldUpError {
  const what = factOfFailure(failure);
  switch (failure.kind) {
    case "over_quota":
    case "unavailable":
    case "unknown_outcome":
    case "bad_key":
      return new SyncHeldUpError(what, laterOrFailed(failure));
    case "not_found":
    case "rejected":
    case "unexpected_answer":
      return new SyncStoppedError(what);
  }
}
