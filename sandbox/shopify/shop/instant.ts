/** The shop's offset in winter. Shopify writes instants in REST payloads with the shop's own offset. */
const OFFSET_HOURS = -5;
const OFFSET = "-05:00";

/** ISO 8601 in whole seconds with the shop's offset, e.g. `2026-11-30T09:12:45-05:00`. */
export function instantWithOffset(at: Date): string {
  const local = new Date(at.getTime() + OFFSET_HOURS * 3_600_000);
  return `${local.toISOString().slice(0, 19)}${OFFSET}`;
}
