import type { ConnectionProblem, ConnectionProblems } from "./connectionProblems.ts";

interface EnteredConnection {
  apiKey: string;
  storeId: string;
}

const LONGEST_API_KEY = 500;

/** The key and the store id, if both can be sent to CustoMeow; otherwise what is wrong with them. */
export function readEntered(entered: {
  apiKey: unknown;
  storeId: unknown;
}): EnteredConnection | { problems: ConnectionProblems } {
  const apiKey = textOf(entered.apiKey);
  const storeId = textOf(entered.storeId);
  const wrong = { apiKey: apiKeyProblem(apiKey), storeId: storeIdProblem(storeId) };
  if (wrong.apiKey === null && wrong.storeId === null) return { apiKey, storeId };
  return {
    problems: {
      ...(wrong.apiKey && { apiKey: wrong.apiKey }),
      ...(wrong.storeId && { storeId: wrong.storeId }),
    },
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value.trim() : "");

function apiKeyProblem(apiKey: string): ConnectionProblem | null {
  if (apiKey === "") return { code: "api_key_missing", parameters: {} };
  if (apiKey.length > LONGEST_API_KEY) return { code: "api_key_too_long", parameters: {} };
  if (!/^[\x21-\x7e]+$/.test(apiKey)) return { code: "api_key_malformed", parameters: {} };
  return null;
}

function storeIdProblem(storeId: string): ConnectionProblem | null {
  if (storeId === "") return { code: "store_id_missing", parameters: {} };
  if (!/^\d{1,20}$/.test(storeId)) return { code: "store_id_malformed", parameters: {} };
  return null;
}
