/** A request in line, of this process or of another. */
export interface Waiter {
  id: string;
  shopId: string | null;
  /** 0 is most urgent. */
  urgency: number;
  waitedMilliseconds: number;
}

/**
 * Who goes next: the most urgent; of those, one of the shop that had the fewest requests lately; of those, who has
 * waited longest. Nobody starves: each `patienceMilliseconds` of waiting make a request one step more urgent.
 * @param recentOfShop how many requests each shop had in the window
 */
export function chooseNext<Chosen extends Waiter>(
  waiters: readonly Chosen[],
  recentOfShop: ReadonlyMap<string | null, number>,
  turns: number,
  patienceMilliseconds: number,
): Chosen[] {
  const remaining = new Set(waiters);
  const recent = new Map(recentOfShop);
  const urgencyOf = ({ urgency, waitedMilliseconds }: Waiter) =>
    Math.max(0, urgency - Math.floor(waitedMilliseconds / patienceMilliseconds));
  const share = ({ shopId }: Waiter) => recent.get(shopId) ?? 0;
  const compare = (one: Waiter, other: Waiter) =>
    urgencyOf(one) - urgencyOf(other) ||
    share(one) - share(other) ||
    other.waitedMilliseconds - one.waitedMilliseconds;

  const chosen: Chosen[] = [];
  while (chosen.length < turns && remaining.size > 0) {
    const next = [...remaining].reduce((best, waiter) => (compare(waiter, best) < 0 ? waiter : best));
    remaining.delete(next);
    chosen.push(next);
    recent.set(next.shopId, share(next) + 1);
  }
  return chosen;
}
