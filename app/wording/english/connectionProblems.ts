import type { ConnectionProblemKinds } from "../../connection/connectionProblems.ts";
import type { Wording } from "../wording.ts";

export const connectionProblems: Wording<ConnectionProblemKinds> = {
  api_key_missing: () => "Enter the API key of your CustoMeow account.",
  api_key_too_long: () => "An API key is shorter.",
  api_key_malformed: () =>
    "The key has a space or another character that no API key has. Copy it from CustoMeow and try again.",
  api_key_not_accepted: () => "CustoMeow does not accept this API key. Copy it from CustoMeow and try again.",
  store_id_missing: () => "Enter the id of your CustoMeow store.",
  store_id_malformed: () => "A store id is a number, such as 179639630637846528.",
  store_unknown: () =>
    "This CustoMeow account has no store with this id. Copy the store id from CustoMeow and try again.",
  store_refused: ({ words }) => `CustoMeow refused this store id: ${words}`,
  customeow_over_quota: () =>
    "CustoMeow is being asked too often with this API key. Wait a minute and try again.",
  customeow_unavailable: () =>
    "CustoMeow cannot be reached right now, so the connection could not be checked. Try again soon.",
  customeow_unexpected_answer: () =>
    "CustoMeow gave an answer that the app does not understand. Nothing was saved; try again soon.",
};
