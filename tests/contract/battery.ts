import type { Check } from "./check.ts";
import { readingChecks } from "./readingChecks.ts";
import { writingChecks } from "./writingChecks.ts";

/** Every implementation of CustoMeow's API must pass these, the real one and the stand-in alike. */
export const battery: readonly Check[] = [...readingChecks, ...writingChecks];
