import { expect, it } from "vitest";
import { refreshPause } from "./refreshPause.ts";

it("looks again within two seconds after news", () => {
  expect(refreshPause(0)).toBeLessThan(2_000);
});

it("waits ever longer while nothing changes, and a quarter of a minute at most", () => {
  const pauses = Array.from({ length: 100 }, (_, quiet) => refreshPause(quiet));
  expect(pauses).toEqual(pauses.toSorted((one, other) => one - other));
  expect(pauses.at(-1)).toBe(15_000);
  expect(refreshPause(10_000)).toBe(15_000);
});
