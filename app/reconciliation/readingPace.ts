const MINUTES = 60;
const HOURS = 60 * MINUTES;
const DAYS = 24 * HOURS;

/**
 * How often the latest orders of a shop are read, by how long ago its last order was. An hour more than the day that
 * docs/guarantees.md speaks of: should that day end between two readings, the second is not late for it.
 */
export const PACES = [
  { lastOrderWithinSeconds: 1 * HOURS, everySeconds: 5 * MINUTES },
  { lastOrderWithinSeconds: 25 * HOURS, everySeconds: 10 * MINUTES },
  { lastOrderWithinSeconds: 7 * DAYS, everySeconds: 1 * HOURS },
  { lastOrderWithinSeconds: Infinity, everySeconds: 6 * HOURS },
] as const;

/** The pace that docs/guarantees.md rests on. */
export const BUSY_PACE = PACES[1];

/** How often the orders of the last days are read once more, whatever the shop. */
export const LAST_DAYS_EVERY_SECONDS = 1 * DAYS;

/** A reading may come sooner by this share, never later: what an outage has brought together spreads again. */
export const JITTER = 0.2;
