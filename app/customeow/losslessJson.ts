import { isSafeNumber, parse } from "lossless-json";
import { cleanText } from "./cleanText.ts";

/**
 * Parses JSON so that no digit is lost: a number that JavaScript cannot hold exactly becomes a string.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseLosslessly(json: string): unknown {
  return parse(json, undefined, numberOrDigits);
}

/**
 * The same for what comes from CustoMeow: every string in it is cleaned, so that nothing that is read further needs to
 * be.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseCleanly(json: string): unknown {
  return parse(json, (_key, value) => (typeof value === "string" ? cleanText(value) : value), numberOrDigits);
}

const numberOrDigits = (digits: string) => (isSafeNumber(digits) ? Number(digits) : digits);
