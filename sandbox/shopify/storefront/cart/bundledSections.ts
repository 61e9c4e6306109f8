import { CartError } from "./cartError.ts";
import type { CartRequest } from "./cartRequest.ts";

/** Source: shopify.dev, "Section Rendering API" and "Bundled section rendering". */
export const MOST_SECTIONS = 5;

/**
 * The sections that a request names, as a list with commas or as several values; null when it names none.
 * @throws CartError when there are too many.
 */
export function sectionNames(asked: unknown): string[] | null {
  if (asked === undefined || asked === null) return null;
  const values = typeof asked === "object" ? Object.values(asked) : [asked];
  const names = values
    .flatMap((value) => (typeof value === "string" ? value.split(",") : []))
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length > MOST_SECTIONS)
    throw CartError.badRequest("Parameter Missing or Invalid", `At most ${MOST_SECTIONS} sections at once`);
  return names;
}

/**
 * The page in whose context the sections of a cart request are rendered: `sections_url`, or the page that asks.
 * @returns an address without its origin.
 * @throws CartError when `sections_url` is not a path.
 */
export function sectionsAddress({ sections_url: wanted }: CartRequest, referrer: string | undefined): string {
  if (wanted !== undefined && wanted !== "") {
    if (typeof wanted === "string" && wanted.startsWith("/")) return wanted;
    throw CartError.badRequest("Parameter Missing or Invalid", "sections_url must begin with /");
  }
  if (referrer === undefined || !URL.canParse(referrer)) return "/";
  const { pathname, search } = new URL(referrer);
  return pathname + search;
}
