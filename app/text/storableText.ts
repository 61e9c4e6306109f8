/** The longest title of a product, variant or template that is stored; Shopify's own are no longer. */
export const LONGEST_TITLE = 255;

/**
 * Text from outside in a form that both Postgres and JSON accept: no NUL, no half of a surrogate pair, and at most
 * `longest` characters. Text that was cut ends with “…”.
 */
export function storableText(text: string, longest: number): string {
  // A character is at most two units long. Cutting first keeps a huge text from being split as a whole.
  const start = text.slice(0, 2 * longest + 2);
  const characters = Array.from(start.toWellFormed().replaceAll("\u0000", "\uFFFD"));
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : characters.join("");
}
