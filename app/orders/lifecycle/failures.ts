import { z } from "zod";
import { type Fact, type KindOf, noParameters, readFact, storedFacts } from "../../facts/fact.ts";
import { storableText } from "../../text/storableText.ts";

/** CustoMeow's own. */
const words = z.object({ words: z.string() });
const design = z.object({ design: z.string() });
const order = z.object({ order: z.string() });

const lineFailures = {
  /** What came where the design's id should be. */
  design_id_invalid: z.object({ given: z.string() }),
  design_unknown: design,
  refused: words,
  refused_without_design: words,
  sku_unknown: z.object({ sku: z.string() }),
  templates_refused: words,
  task_refused: words,
  task_failed: words,
  task_outcome_unknown: noParameters,
  task_without_files: noParameters,
  task_too_slow: noParameters,
  task_unreadable: noParameters,
  unexpected_answer: noParameters,
  added_after_sending: order,
  missing_in_customeow: order,
  /** What was said here is deleted, at the customer's wish. */
  redacted: noParameters,
};

/** Why a line item, or one of its composite tasks, failed. */
export const failures = { ...storedFacts, ...lineFailures };
export type Failures = KindOf<typeof failures>;
export type Failure = Fact<KindOf<typeof lineFailures>>;
export type FailureCode = Failure["code"];

/** A failure as a line or a task stores it. */
export function readFailure(code: string, parameters: unknown): Fact<Failures> {
  const read = readFact<Failures>(failures, { code, parameters });
  if (read.code !== "not_known") return read;
  // From before there were parameters.
  const inWords = storedFacts.in_words.safeParse(parameters);
  return inWords.success ? { code: "in_words", parameters: inWords.data } : read;
}

/** Longer than any reason that helps a person. */
const LONGEST_WORDS = 1000;
const LONGEST_QUOTE = 60;

/** What came from outside, and is quoted in a failure, in a form and length that can be kept. */
export const quoted = {
  words: (words: string) => ({ words: storableText(words, LONGEST_WORDS) }),
  sku: (sku: string) => ({ sku: storableText(sku, LONGEST_QUOTE) }),
  given: (given: string) => ({ given: storableText(given, LONGEST_QUOTE) }),
};

/** What the merchant can do about a failed line, from the app's pages. */
export type Remedy = "make_again" | "retry_line" | "retry_order" | "enter_design" | "none";

const remedies: Record<FailureCode, Remedy> = {
  task_refused: "make_again",
  task_failed: "make_again",
  task_outcome_unknown: "make_again",
  task_without_files: "make_again",
  task_too_slow: "make_again",
  templates_refused: "retry_line",
  task_unreadable: "retry_line",
  unexpected_answer: "retry_line",
  refused: "retry_order",
  refused_without_design: "retry_order",
  sku_unknown: "retry_order",
  design_id_invalid: "enter_design",
  design_unknown: "enter_design",
  added_after_sending: "none",
  missing_in_customeow: "none",
  redacted: "none",
};

/** @param code as it is stored; null, or a code of another version of the app, has no remedy */
export function remedyFor(code: string | null): Remedy {
  return code !== null && isFailureCode(code) ? remedies[code] : "none";
}

export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(remedies, code);
}

/** The codes of the failures that have this remedy. */
export function failuresWithRemedy(remedy: Remedy): FailureCode[] {
  return Object.keys(remedies)
    .filter(isFailureCode)
    .filter((code) => remedies[code] === remedy);
}
