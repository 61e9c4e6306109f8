/** Of products, variants, templates; Shopify's are at most 255 characters. */
export const LONGEST_TITLE = 255;

/**
 * Text from outside in a form that Postgres and JSON both take: no NUL, no half of a surrogate pair, and no longer
 * than `longest` characters. What was cut ends with “…”.
 */
export function storableText(text: string, longest: number): string {
  // No character is longer than two units: cutting first keeps huge texts from being split as a whole.
  const start = text.slice(0, 2 * longest + 2);
  const characters = Array.from(start.toWellFormed().replaceAll("\u0000", "\uFFFD"));
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : characters.join("");
}
