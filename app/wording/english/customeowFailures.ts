import type { CustomeowFailures } from "../../accounts/customeowFailures.ts";
import type { Wording } from "../wording.ts";

/** What a failed call means to a merchant, and what to do about it. */
export const customeowFailures: Wording<CustomeowFailures> = {
  customeow_bad_key: () =>
    "CustoMeow does not accept the API key. The app tries it again by itself; should that not help, enter another in Settings.",
  customeow_not_found: ({ words }) => `CustoMeow does not know it: ${words}`,
  customeow_rejected: ({ words }) => `CustoMeow refused it: ${words}`,
  customeow_over_quota: () =>
    "CustoMeow is being asked too often with this API key. The app goes on as soon as it may.",
  customeow_unavailable: () => "CustoMeow cannot be reached right now. The app tries again by itself.",
  customeow_unknown_outcome: () => "CustoMeow was asked, but its answer never arrived.",
  customeow_unexpected_answer: () =>
    "CustoMeow gave an answer that the app does not understand. It was kept for support.",
};
