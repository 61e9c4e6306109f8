import { readingChecks } from "./readingChecks.ts";
import type { Subject } from "./subject.ts";
import { writingChecks } from "./writingChecks.ts";

/** One thing that the product relies on when it talks to CustoMeow. */
export interface Check {
  name: string;
  /** It leaves something behind in the account, and may cost its owner money. */
  writes: boolean;
  /** @throws AssertionError when CustoMeow does otherwise. @returns why there was nothing to check, if so. */
  run(subject: Subject): Promise<{ nothingToCheck: string } | undefined>;
}

/** Every implementation of CustoMeow's API must pass these, the real one and the stand-in alike. */
export const battery: readonly Check[] = [...readingChecks, ...writingChecks];
