import { expect, it } from "vitest";
import { setupProgress } from "./setupProgress.ts";

const everything = {
  connected: true,
  webhookReceived: true,
  variants: 3,
  blockPlaced: true,
  firstOrder: true,
};
const nothing = {
  connected: false,
  webhookReceived: false,
  variants: 0,
  blockPlaced: false,
  firstOrder: false,
};

it("offers the connection first in a new shop", () => {
  const progress = setupProgress(nothing);
  expect(progress).toMatchObject({ count: 0, next: "connect", closable: false });
});

it("offers the first step that is missing, whatever was done after it", () => {
  expect(setupProgress({ ...everything, variants: 0 })).toMatchObject({ count: 4, next: "match" });
});

it("can be closed once all is done", () => {
  expect(setupProgress(everything)).toMatchObject({ count: 5, next: null, closable: true });
});

it("cannot be closed while the block is known to be missing from the theme", () => {
  expect(setupProgress({ ...everything, blockPlaced: false })).toMatchObject({
    next: "place",
    closable: false,
  });
});

it("can be closed where the admin does not tell whether the block is placed, but does not call it done", () => {
  expect(setupProgress({ ...everything, blockPlaced: null })).toMatchObject({ count: 4, closable: true });
});
