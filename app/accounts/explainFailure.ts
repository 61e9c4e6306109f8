import type { CustomeowFailure } from "../customeow/failure.ts";

/** What a failed call means to a merchant, and what to do about it. */
export function explainFailure(failure: CustomeowFailure): string {
  switch (failure.kind) {
    case "bad_key":
      return "CustoMeow no longer accepts the API key. Enter a new one in Settings.";
    case "not_found":
      return `CustoMeow does not know it: ${failure.message}`;
    case "rejected":
      return `CustoMeow refused it: ${failure.message}`;
    case "over_quota":
      return "CustoMeow is being asked too often with this API key. The app goes on as soon as it may.";
    case "unavailable":
      return "CustoMeow cannot be reached right now. The app tries again by itself.";
    case "unknown_outcome":
      return "CustoMeow was asked, but its answer never arrived.";
    case "unexpected_answer":
      return "CustoMeow gave an answer that the app does not understand. It was kept for support.";
  }
}
