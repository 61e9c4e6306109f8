import type { CartQuestion } from "./functionInput.ts";

/** What a validation function says is wrong with a cart. */
export interface CartProblem {
  /** For the buyer. */
  message: string;
  /** What it is about, e.g. `$.cart`. */
  target: string;
}

/** The apps' validation functions: what they say about a cart; nothing when it may be bought. */
export type ValidateCart = (question: CartQuestion) => Promise<CartProblem[]>;
