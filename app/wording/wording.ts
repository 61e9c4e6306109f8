import type { Fact } from "../facts/fact.ts";

/** Words for every code of a kind of facts, in one language: a code without words does not compile. */
export type Wording<Kind> = { readonly [Code in keyof Kind]: (parameters: Kind[Code]) => string };

/** Makes words of a fact. */
export type Words<Kind> = (fact: Fact<Kind>) => string;

export function wordsFrom<Kind>(wording: Wording<Kind>): Words<Kind> {
  return (fact) => say(wording, fact);
}

function say<Kind, Code extends keyof Kind>(wording: Wording<Kind>, fact: Fact<Kind, Code>): string {
  return wording[fact.code](fact.parameters);
}
