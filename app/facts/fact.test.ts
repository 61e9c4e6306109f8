import { describe, expect, it } from "vitest";
import { z } from "zod";
import { noParameters, readFact, storedFacts } from "./fact.ts";

const forms = { ...storedFacts, found: z.object({ items: z.number() }), lost: noParameters };

describe("a stored fact", () => {
  it("is read with its parameters", () => {
    const fact = { code: "found", parameters: { items: 2 } };
    expect(readFact(forms, fact)).toEqual(fact);
    expect(readFact(forms, { code: "lost", parameters: {} })).toEqual({ code: "lost", parameters: {} });
  });

  it.each([
    ["a code of a newer version", { code: "held", parameters: { until: "tomorrow" } }, "held"],
    ["other parameters than this version knows", { code: "found", parameters: { items: "two" } }, "found"],
    ["a code that every object has", { code: "toString", parameters: {} }, "toString"],
    ["nothing that is a fact", "Two items were found.", ""],
    ["nothing at all", null, ""],
  ])("is not known where it has %s", (_, stored, code) => {
    expect(readFact(forms, stored)).toEqual({ code: "not_known", parameters: { code } });
  });
});
