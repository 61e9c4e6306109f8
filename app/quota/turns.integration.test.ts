import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { type Urgency, urgencies } from "./demand.ts";
import { MOST_AT_ONCE, type Waiter } from "./line.ts";
import { takeTurns, type Turns } from "./turns.ts";

const WINDOW = 60_000;
const PATIENCE = 120_000;
/** From the turn until a request without an answer counts no more. */
const ABANDONED = 100_000;
/** From the turn until CustoMeow cannot count the request any more. */
const LONGEST_REQUEST = ABANDONED - WINDOW;
const SECOND = 1_000;

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

type Asked = Pick<Waiter, "shopId" | "urgency"> & { waitedMilliseconds: number };

const waiter = ({ waitedMilliseconds, ...asked }: Asked): Waiter => ({
  ...asked,
  since: performance.now() - waitedMilliseconds,
  grant: () => undefined,
  refuse: () => undefined,
});

const times = <One>(number: number, make: () => One): One[] => Array.from({ length: number }, make);

const terms = (processId: string, requests: number) => ({
  processId,
  quota: { requests, windowMilliseconds: WINDOW },
  abandonedAfterMilliseconds: ABANDONED,
  patienceMilliseconds: PATIENCE,
});

/** One process takes turns; once more, where another is just counting the key. */
async function take(
  apiKeyFingerprint: string,
  processId: string,
  requests: number,
  waiters: readonly Waiter[],
): Promise<Turns> {
  for (;;) {
    const wanted = [{ apiKeyFingerprint, waiters }];
    const turns = await takeTurns(test.sql, terms(processId, requests), wanted, []);
    const ofKey = turns.get(apiKeyFingerprint);
    if (ofKey !== undefined) return ofKey;
    await pause(1);
  }
}

describe("the quota", () => {
  interface Request {
    process: number;
    grantId: string;
    sentAt: number;
    /** Null while it is under way, and for ever where its process was killed. */
    answeredAt: number | null;
    isHeardOf: boolean;
  }

  /** A key, its processes and CustoMeow, on a clock that can be put forward. */
  class Simulation {
    readonly #key = randomUUID();
    readonly #quota: number;
    #processes = times(3, () => randomUUID());
    #putForward = 0;
    readonly requests: Request[] = [];

    constructor(quota: number) {
      this.#quota = quota;
    }

    get now(): number {
      return performance.now() + this.#putForward;
    }

    /** The processes take turns at the same moment. */
    async send(numbers: readonly number[]): Promise<void> {
      await Promise.all(
        numbers.map(async (number, process) => {
          const waiters = times(number, () =>
            waiter({ shopId: null, urgency: "order", waitedMilliseconds: 0 }),
          );
          const { granted } = await take(this.#key, this.#processes[process] ?? "", this.#quota, waiters);
          for (const { turn } of granted)
            this.requests.push({
              process,
              grantId: turn.grantId,
              sentAt: this.now,
              answeredAt: null,
              isHeardOf: true,
            });
        }),
      );
    }

    /** One of the requests under way is answered, which is written a little later. */
    async answer(which: number): Promise<void> {
      const underWay = this.requests.filter(
        ({ answeredAt, sentAt, isHeardOf }) =>
          answeredAt === null && isHeardOf && this.now - sentAt < LONGEST_REQUEST,
      );
      const request = underWay[which % underWay.length];
      if (request === undefined) return;
      request.answeredAt = this.now;
      const at = performance.now();
      await pause(2);
      const answered = { grantId: request.grantId, apiKeyFingerprint: this.#key, isAnswer: true, at };
      await takeTurns(test.sql, terms(randomUUID(), this.#quota), [], [answered]);
    }

    /** A process is killed, its answers are heard by nobody, and another takes its place. */
    kill(process: number): void {
      this.#processes[process] = randomUUID();
      for (const request of this.requests) if (request.process === process) request.isHeardOf = false;
    }

    async pass(milliseconds: number): Promise<void> {
      this.#putForward += milliseconds;
      const passed = sql`${milliseconds}::float8 * interval '1 millisecond'`;
      await test.sql.rows(sql`
        UPDATE "QuotaGrant" SET "countsUntil" = "countsUntil" - ${passed} WHERE "apiKeyFingerprint" = ${this.#key}`);
      await test.sql.rows(sql`
        UPDATE "QuotaLine" SET "seenAt" = "seenAt" - ${passed} WHERE "apiKeyFingerprint" = ${this.#key}`);
    }

    /** Requests that CustoMeow may have in one window with a request of this moment, whenever it counted them. */
    countedWith(moment: number): Request[] {
      return this.requests.filter(
        ({ sentAt, answeredAt }) =>
          sentAt <= moment && (answeredAt ?? sentAt + LONGEST_REQUEST) + WINDOW > moment,
      );
    }

    async used(): Promise<number> {
      return (await take(this.#key, randomUUID(), this.#quota, [])).used;
    }
  }

  const anyStep = fc.oneof(
    fc.record({
      step: fc.constant("send" as const),
      numbers: fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }),
    }),
    fc.record({ step: fc.constant("answer" as const), which: fc.nat(20) }),
    fc.record({ step: fc.constant("kill" as const), process: fc.nat(2) }),
    // In such steps that what the test itself takes decides nothing.
    fc.record({
      step: fc.constant("pass" as const),
      milliseconds: fc.nat(13).map((steps) => steps * 5 * SECOND),
    }),
  );

  it("is never exceeded in any window, however processes, answers, kills and time fall together", async () => {
    const anySteps = fc.array(anyStep, { minLength: 10, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), anySteps, async (quota, steps) => {
        const simulation = new Simulation(quota);
        for (const one of steps) {
          if (one.step === "send") await simulation.send(one.numbers);
          else if (one.step === "answer") await simulation.answer(one.which);
          else if (one.step === "kill") simulation.kill(one.process);
          else await simulation.pass(one.milliseconds);
        }
        for (const { sentAt } of simulation.requests)
          expect(simulation.countedWith(sentAt).length).toBeLessThanOrEqual(quota);
        expect(await simulation.used()).toBe(simulation.countedWith(simulation.now).length);

        // Nothing counts for ever.
        await simulation.pass(ABANDONED);
        expect(await simulation.used()).toBe(0);
        await simulation.send([quota, 0, 0]);
        expect(await simulation.used()).toBe(quota);
      }),
      { numRuns: 60 },
    );
  });

  it("is not exceeded by processes that take turns at the same moment", async () => {
    const processes = times(8, () => randomUUID());
    for (let round = 0; round < 30; round += 1) {
      const key = randomUUID();
      const taken = await Promise.all(
        processes.map((process) =>
          take(
            key,
            process,
            10,
            times(6, () => waiter({ shopId: null, urgency: "order", waitedMilliseconds: 0 })),
          ),
        ),
      );
      const granted = taken.reduce((sum, turns) => sum + turns.granted.length, 0);
      expect(granted).toBeGreaterThan(0);
      expect(granted).toBeLessThanOrEqual(10);
    }
  });
});

describe("who goes next", () => {
  const [shopA, shopB] = [randomUUID(), randomUUID()] as const;
  const asked = (urgency: Urgency, shopId: string = shopA, waitedMilliseconds = 0) =>
    waiter({ urgency, shopId, waitedMilliseconds });
  const chosen = async (waiters: Waiter[], turns: number, key: string = randomUUID(), used = 0) =>
    (await take(key, randomUUID(), used + turns, waiters)).granted.map((one) => one.waiter);

  it("is the most urgent, however long the others have waited within their patience", async () => {
    const patient = asked("production", shopA, PATIENCE - SECOND);
    const urgent = asked("order");
    expect(await chosen([patient, urgent], 1)).toEqual([urgent]);
  });

  it("is, one step more urgent, who has waited for longer than their patience, so that no kind of work starves", async () => {
    const upkeep = asked("upkeep", shopA, 4 * PATIENCE + SECOND);
    const person = asked("person", shopA, 10);
    expect(await chosen([person, upkeep], 1)).toEqual([upkeep]);
  });

  it("is of each shop as often as of another, whatever the length of their lines", async () => {
    const many = times(90, () => asked("order", shopA, 500));
    const few = times(5, () => asked("order", shopB));
    const first = await chosen([...many, ...few], 10);
    expect(first.filter(({ shopId }) => shopId === shopB)).toHaveLength(5);
  });

  it("depends on what a shop had in the window already", async () => {
    const key = randomUUID();
    const had = times(30, () => asked("order"));
    await chosen(had, 30, key);
    const waiting = [asked("order", shopA, 900), asked("order", shopB), asked("order", shopB)];
    const first = await chosen(waiting, 2, key, 30);
    expect(first.map(({ shopId }) => shopId)).toEqual([shopB, shopB]);
  });

  it("is the same over all processes as in one line of them all", async () => {
    const anyWaiter = fc.record({
      process: fc.nat(2),
      shopId: fc.constantFrom(shopA, shopB, null),
      urgency: fc.constantFrom(...urgencies),
      // So far from the next step of its patience that the test cannot take that long.
      waitedMilliseconds: fc.nat(600).map((seconds) => seconds * SECOND + 100),
    });
    const distinct = { minLength: 1, maxLength: 40, selector: (one: Asked) => one.waitedMilliseconds };
    const anyLine = fc.uniqueArray(anyWaiter, distinct);
    await fc.assert(
      fc.asyncProperty(anyLine, fc.nat(20), fc.nat(20), fc.nat(20), async (line, turns, hadA, hadB) => {
        const key = randomUUID();
        const had = [
          ...times(hadA, () => asked("order", shopA)),
          ...times(hadB, () => asked("order", shopB)),
        ];
        await chosen(had, had.length, key);
        const waiters = line.map((one) => ({ ...one, ...waiter(one) }));
        const of = (process: number) => waiters.filter((one) => one.process === process);
        const processes = [randomUUID(), randomUUID(), randomUUID()] as const;
        for (const process of [1, 2] as const) await take(key, processes[process], had.length, of(process));

        const { granted } = await take(key, processes[0], had.length + turns, of(0));
        const expected = inOneLine(waiters, new Map([[shopA, hadA], [shopB, hadB]]), turns); // prettier-ignore
        expect(new Set(granted.map((one) => one.waiter))).toEqual(
          new Set(expected.filter(({ process }) => process === 0)),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("costs no more turns at once than are shown to the other processes", async () => {
    const waiters = times(2 * MOST_AT_ONCE, () => asked("order"));
    expect(await chosen(waiters, 1_000)).toHaveLength(MOST_AT_ONCE);
  });
});

/** What the choice is, said once more and simply: one turn after the other. */
function inOneLine<One extends Asked>(
  waiters: readonly One[],
  recentOfShop: ReadonlyMap<string | null, number>,
  turns: number,
): One[] {
  const recent = new Map(recentOfShop);
  const urgencyOf = ({ urgency, waitedMilliseconds }: Asked) =>
    Math.max(0, urgencies.indexOf(urgency) - Math.floor(waitedMilliseconds / PATIENCE));
  const share = ({ shopId }: Asked) => recent.get(shopId) ?? 0;
  const remaining = new Set(waiters);
  const chosen: One[] = [];
  while (chosen.length < turns && remaining.size > 0) {
    const next = [...remaining].reduce((best, one) => {
      const difference =
        urgencyOf(one) - urgencyOf(best) ||
        share(one) - share(best) ||
        best.waitedMilliseconds - one.waitedMilliseconds;
      return difference < 0 ? one : best;
    });
    remaining.delete(next);
    chosen.push(next);
    recent.set(next.shopId, share(next) + 1);
  }
  return chosen;
}
