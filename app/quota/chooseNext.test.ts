import fc from "fast-check";
import { expect, it } from "vitest";
import { chooseNext, type Waiter } from "./chooseNext.ts";

const PATIENCE = 1000;
let next = 0;
const waiter = (urgency: number, shopId = "a", waitedMilliseconds = 0): Waiter => ({
  id: String((next += 1)),
  shopId,
  urgency,
  waitedMilliseconds,
});
const nobody = new Map<string | null, number>();

it("lets the most urgent go first, however long the others have waited within their patience", () => {
  const patient = waiter(2, "a", PATIENCE - 1);
  const urgent = waiter(1);
  expect(chooseNext([patient, urgent], nobody, 1, PATIENCE)).toEqual([urgent]);
});

it("makes who waits longer than their patience more urgent, so that no kind of work starves", () => {
  const upkeep = waiter(4, "a", 4 * PATIENCE);
  const person = waiter(0, "a", 10);
  expect(chooseNext([person, upkeep], nobody, 1, PATIENCE)).toEqual([upkeep]);
});

it("shares the turns of a key between its shops, whatever the length of their lines", () => {
  const many = Array.from({ length: 100 }, () => waiter(1, "many", 500));
  const few = Array.from({ length: 5 }, () => waiter(1, "few", 0));
  const chosen = chooseNext([...many, ...few], nobody, 10, PATIENCE);
  expect(chosen.filter(({ shopId }) => shopId === "few")).toHaveLength(5);
});

it("counts what a shop had in the window already", () => {
  const had = new Map([["greedy", 30]]);
  const chosen = chooseNext([waiter(1, "greedy", 900), waiter(1, "new"), waiter(1, "new")], had, 2, PATIENCE);
  expect(chosen.map(({ shopId }) => shopId)).toEqual(["new", "new"]);
});

it("hands out as many turns as there are, or as there are waiters, each once", () => {
  const anyWaiter = fc.record({
    id: fc.uuid(),
    shopId: fc.constantFrom("a", "b", null),
    urgency: fc.integer({ min: 0, max: 4 }),
    waitedMilliseconds: fc.integer({ min: 0, max: 10_000 }),
  });
  fc.assert(
    fc.property(fc.array(anyWaiter), fc.nat(20), (waiters, turns) => {
      const chosen = chooseNext(waiters, nobody, turns, PATIENCE);
      expect(chosen).toHaveLength(Math.min(turns, waiters.length));
      expect(new Set(chosen).size).toBe(chosen.length);
    }),
  );
});
