import { expect, it } from "vitest";
import { createBodyRoom } from "./bodyRoom.ts";

const BEGINNING = 16 * 1024;

it("has room for the beginning of every body, however much of others is kept", () => {
  const room = createBodyRoom(100);
  expect(room.enter().take(BEGINNING + 100)).toBe(true);
  for (let others = 0; others < 1_000; others += 1) expect(room.enter().take(BEGINNING)).toBe(true);
});

it("keeps no more of all that is larger than it has room for, until some of it leaves", () => {
  const room = createBodyRoom(100);
  const [first, second] = [room.enter(), room.enter()];
  expect(first.take(BEGINNING)).toBe(true);
  expect(first.take(60)).toBe(true);
  expect(second.take(BEGINNING + 41)).toBe(false);
  expect(second.take(BEGINNING + 40)).toBe(true);
  expect(second.take(1)).toBe(false);
  first.leave();
  first.leave();
  expect(second.take(60)).toBe(true);
  expect(second.take(1)).toBe(false);
});
