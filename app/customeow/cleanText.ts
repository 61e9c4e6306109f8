/** In UTF-16 units: more than any text, choice or address that a person made; a megabyte of it helps nobody. */
export const LONGEST_TEXT = 20_000;

/**
 * Text of CustoMeow's in a form that Postgres, JSON and a browser accept: without NUL, without half of a surrogate pair,
 * and of a length that can be kept and shown.
 */
export function cleanText(text: string): string {
  return text.slice(0, LONGEST_TEXT).toWellFormed().replaceAll("\u0000", "\uFFFD");
}

/**
 * What should be text and may be anything, kept readable: an object as JSON. It is cut like any other text, because an
 * object of many short texts may be as large as the whole message, and "" where it is nested too deeply to be written.
 */
export function asCleanText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return cleanText(value);
  try {
    return cleanText(JSON.stringify(value));
  } catch {
    return "";
  }
}
