import { expect, it } from "vitest";
import { describeWait } from "./describeWait.ts";

it("names minutes up to an hour and a half, then hours", () => {
  expect([5, 89, 60 * 89, 60 * 91, 3600 * 5].map(describeWait)).toEqual([
    "1 minute",
    "1 minute",
    "89 minutes",
    "2 hours",
    "5 hours",
  ]);
});
