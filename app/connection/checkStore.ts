import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { CustomeowFailure } from "../customeow/failure.ts";
import type { ConnectionProblem, ConnectionProblems } from "./connectionProblems.ts";

/** A store that the key may use. */
export interface CheckedStore {
  storeName: string | null;
  /** One of the store's SKUs, by CustoMeow's id; null where it has none. */
  customeowSkuId: string | null;
}

/** The SKU list is the one reading that needs both the key and the store. */
export async function checkStore(
  accounts: CustomeowAccounts,
  apiKey: string,
  storeId: string,
): Promise<CheckedStore | { problems: ConnectionProblems }> {
  const client = await accounts.withKey(apiKey);
  const answer = await client.skus(storeId, 1, 1);
  if (!answer.ok) return { problems: explain(answer.failure) };

  // CustoMeow does not document its answer for somebody else's store. Rows of another store give it away.
  const [sku] = answer.value.list;
  if (sku?.store && sku.store.id !== storeId) return { problems: { storeId: WRONG_STORE } };
  return { storeName: sku?.store?.name || null, customeowSkuId: sku?.id ?? null };
}

const WRONG_STORE: ConnectionProblem = { code: "store_unknown", parameters: {} };

function explain(failure: CustomeowFailure): ConnectionProblems {
  switch (failure.kind) {
    case "bad_key":
      return { apiKey: { code: "api_key_not_accepted", parameters: {} } };
    case "not_found":
      return { storeId: WRONG_STORE };
    case "rejected":
      return { storeId: { code: "store_refused", parameters: { words: failure.message } } };
    case "over_quota":
      return { form: { code: "customeow_over_quota", parameters: {} } };
    case "unavailable":
    case "unknown_outcome":
      return { form: { code: "customeow_unavailable", parameters: {} } };
    case "unexpected_answer":
      return { form: { code: "customeow_unexpected_answer", parameters: {} } };
  }
}
