import { expect, it } from "vitest";
import { lineFailures } from "./failure.ts";

it("quotes CustoMeow's words with one full stop, whatever they came with", () => {
  for (const words of ["No such thing", "No such thing.", "No such thing.. "])
    expect(lineFailures.refused(words).reason).toContain("refused the order: No such thing. Mend it");
});
