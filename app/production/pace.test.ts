import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIRST_PACE_SECONDS, learnPace, sparingPause } from "./pace.ts";

/** Asks for one task after another as the app does under backlog. @returns how often each was asked for */
function askSparingly(durations: number[]): { checks: number[]; pace: number } {
  let pace = FIRST_PACE_SECONDS;
  const checks = durations.map((duration) => {
    let elapsed = 0;
    let notDoneAtSeconds = 0;
    for (let count = 0; ; count += 1) {
      elapsed += sparingPause(pace, count);
      if (elapsed >= duration) {
        pace = learnPace(pace, { notDoneAtSeconds, doneBySeconds: elapsed });
        return count + 1;
      }
      notDoneAtSeconds = elapsed;
    }
  });
  return { checks, pace };
}

const average = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe("the pace of a template", () => {
  it("costs few requests too many where tasks take from 2 to 60 seconds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 2, max: 60, noNaN: true }), { minLength: 200, maxLength: 200 }),
        (durations) => {
          // An order of one item and one template costs 3 requests and these.
          expect((3 + average(askSparingly(durations).checks)) / 4).toBeLessThan(1.15);
        },
      ),
    );
  });

  it("follows tasks that always take the same, without falling far behind them", () => {
    fc.assert(
      fc.property(fc.double({ min: 3, max: 300, noNaN: true }), (seconds) => {
        const { pace } = askSparingly(Array.from({ length: 300 }, () => seconds));
        expect(pace).toBeGreaterThan(seconds * 0.6);
        expect(pace).toBeLessThan(seconds * 1.5 + 2);
      }),
    );
  });

  it("learns nothing from a task that was asked for long after it may have been done", () => {
    expect(learnPace(10, { notDoneAtSeconds: 0, doneBySeconds: 500 })).toBe(10);
  });
});
