import { unmodelled } from "./model.ts";

/** Bytes. Source: shopify.dev, "Metafield limits"; JSON since API version 2026-04. */
const LARGEST_JSON = 128 * 1024;
const LARGEST_VALUE = 64 * 1024;

export interface ValueProblem {
  code: "BLANK" | "INVALID_VALUE" | "TOO_LONG";
  message: string;
}

/** What is wrong with a metafield's value for its type, or null. @throws GraphQLError for types not modelled. */
export function valueProblem(type: string, value: string): ValueProblem | null {
  if (value.trim() === "") return { code: "BLANK", message: "can't be blank" };
  const largest = type === "json" ? LARGEST_JSON : LARGEST_VALUE;
  if (Buffer.byteLength(value) > largest) {
    return { code: "TOO_LONG", message: `is too long: the maximum is ${largest} bytes` };
  }
  const message = typeProblem(type, value);
  return message ? { code: "INVALID_VALUE", message } : null;
}

function typeProblem(type: string, value: string): string | null {
  switch (type) {
    case "boolean":
      return value === "true" || value === "false" ? null : "must be true or false";
    case "json":
      return jsonProblem(value);
    case "single_line_text_field":
      return /[\r\n]/.test(value) ? "must be a single line text string" : null;
    case "multi_line_text_field":
      return null;
    case "number_integer":
      return /^-?\d{1,16}$/.test(value) ? null : "must be an integer";
    default:
      throw unmodelled(`metafields of type ${type}`);
  }
}

function jsonProblem(value: string): string | null {
  try {
    JSON.parse(value);
    return null;
  } catch (error) {
    return `is invalid JSON: ${error instanceof Error ? error.message : "it cannot be parsed"}`;
  }
}
