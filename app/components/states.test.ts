import { describe, expect, it } from "vitest";
import { integratedStatuses, productionStates, type StateLook, taskStates } from "./states.ts";

const every: Record<string, Record<string, StateLook>> = { productionStates, taskStates, integratedStatuses };

describe.each(Object.entries(every))("%s", (_name, looks) => {
  it("has other words for each state, so that none is told by its color alone", () => {
    const labels = Object.values(looks).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it("shows one state alone as done", () => {
    expect(Object.values(looks).filter(({ tone }) => tone === "success")).toHaveLength(1);
  });
});

it("looks destructive only where something failed", () => {
  const critical = [productionStates, taskStates].flatMap((looks) =>
    Object.entries<StateLook>(looks).flatMap(([state, { tone }]) => (tone === "critical" ? [state] : [])),
  );
  expect(critical).toEqual(["failed", "failed"]);
});
