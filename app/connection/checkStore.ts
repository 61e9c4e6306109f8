import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { CustomeowFailure } from "../customeow/failure.ts";
import type { ConnectionProblems } from "./connectionProblems.ts";

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
  const answer = await accounts.withKey(apiKey).skus(storeId, 1, 1);
  if (!answer.ok) return { problems: explain(answer.failure) };

  // How CustoMeow answers for somebody else's store is not documented: rows of another store tell it.
  const [sku] = answer.value.list;
  if (sku?.store && sku.store.id !== storeId) return { problems: { storeId: WRONG_STORE } };
  return { storeName: sku?.store?.name || null, customeowSkuId: sku?.id ?? null };
}

const WRONG_STORE =
  "This CustoMeow account has no store with this id. Copy the store id from CustoMeow and try again.";

function explain(failure: CustomeowFailure): ConnectionProblems {
  switch (failure.kind) {
    case "bad_key":
      return { apiKey: "CustoMeow does not accept this API key. Copy it from CustoMeow and try again." };
    case "not_found":
      return { storeId: WRONG_STORE };
    case "rejected":
      return { storeId: `CustoMeow refused this store id: ${failure.message}` };
    case "over_quota":
      return { form: "CustoMeow is being asked too often with this API key. Wait a minute and try again." };
    case "unavailable":
    case "unknown_outcome":
      return {
        form: "CustoMeow cannot be reached right now, so the connection could not be checked. Try again soon.",
      };
    case "unexpected_answer":
      return {
        form: "CustoMeow gave an answer that the app does not understand. Nothing was saved; try again soon.",
      };
  }
}
