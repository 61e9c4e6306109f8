import type { Subject } from "./subject.ts";

/** One thing that the product relies on when it talks to CustoMeow. */
export interface Check {
  name: string;
  /** It leaves something behind in the account, and may cost its owner money. */
  writes: boolean;
  /** @throws AssertionError when CustoMeow does otherwise. @returns why there was nothing to check, if so. */
  run(subject: Subject): Promise<{ nothingToCheck: string } | undefined>;
}
