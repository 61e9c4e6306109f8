let latest = 0;

/**
 * A numeric id as long as Shopify's newest (13 digits). Ids grow with the clock, so that a later run never repeats an
 * order id that CustoMeow, or the app's database, still remembers.
 */
export function nextId(): string {
  latest = Math.max(latest + 1, Date.now());
  return String(latest);
}
