import { isSafeNumber, parse } from "lossless-json";

/**
 * Parses JSON so that no digit is lost: a number that JavaScript cannot hold exactly becomes a string.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseLosslessly(json: string): unknown {
  return parse(json, undefined, (digits) => (isSafeNumber(digits) ? Number(digits) : digits));
}
