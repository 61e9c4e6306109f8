/** In UTF-16 units: more than any text, choice or address that a person made; a megabyte of it helps nobody. */
export const LONGEST_TEXT = 20_000;

/**
 * Text of CustoMeow's in a form that Postgres, JSON and a browser accept: without NUL, without half of a surrogate pair,
 * and of a length that can be kept and shown.
 */
export function cleanText(text: string): string {
  return text.slice(0, LONGEST_TEXT).toWellFormed().replaceAll("\u0000", "\uFFFD");
}
