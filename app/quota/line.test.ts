import { expect, it } from "vitest";
import type { Urgency } from "./demand.ts";
import { Line, MOST_AT_ONCE, type Waiter } from "./line.ts";

const PATIENCE = 1_000;
const NOW = 10 * PATIENCE;

const waiter = (urgency: Urgency, waited = 0, shopId = "a"): Waiter => ({
  shopId,
  urgency,
  since: NOW - waited,
  grant: () => undefined,
  refuse: () => undefined,
});

function lineOf(waiters: readonly Waiter[]): Line {
  const line = new Line(PATIENCE);
  for (const one of waiters.toSorted((one, other) => one.since - other.since)) line.add(one);
  return line;
}

it("has the most urgent of a shop first, then who came first", () => {
  const [upkeep, early, late] = [waiter("upkeep", 30), waiter("order", 20), waiter("order", 10)];
  expect(lineOf([late, upkeep, early]).first(NOW)).toEqual([early, late, upkeep]);
});

it("makes a request one step more urgent each time that its patience ends", () => {
  const [upkeep, person] = [waiter("upkeep", 4 * PATIENCE), waiter("person", 1)];
  expect(lineOf([person, upkeep]).first(NOW)).toEqual([upkeep, person]);
});

it("shows the first of every shop, however long the line of another is", () => {
  const many = Array.from({ length: 3 * MOST_AT_ONCE }, () => waiter("order", 500, "many"));
  const one = waiter("upkeep", 1, "few");
  const first = lineOf([...many, one]).first(NOW);
  expect(first).toHaveLength(MOST_AT_ONCE + 1);
  expect(first).toContain(one);
});

it("forgets who has gone", () => {
  const [one, other] = [waiter("order", 2), waiter("person", 1, "b")];
  const line = lineOf([one, other]);
  line.remove(one);
  line.remove(one);
  expect(line.size).toBe(1);
  expect(line.clear()).toEqual([other]);
  expect(line.size).toBe(0);
  expect(line.first(NOW)).toEqual([]);
});
