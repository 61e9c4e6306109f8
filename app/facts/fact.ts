import { z } from "zod";

/**
 * What is stored of something that happened, instead of a sentence: a code with its parameters. Words are made of it
 * where a person reads it, in app/wording. A kind of facts is a type that gives the parameters of each code, such as
 * `{ order_recorded: { order: string } }`.
 */
export type Fact<Kind, Code extends keyof Kind = keyof Kind> = {
  [Each in Code]: { code: Each; parameters: Kind[Each] };
}[Code];

/** How the parameters of each code are read back. */
export type FactForms<Kind> = { readonly [Code in keyof Kind]: z.ZodType<Kind[Code]> };

/** The kind of facts that these forms read. */
export type KindOf<Forms> = { [Code in keyof Forms]: z.output<Forms[Code]> };

/** Of a code that says everything. */
export const noParameters = z.object({});
export type NoParameters = z.output<typeof noParameters>;

/** What every kind of facts holds besides its own. */
export const storedFacts = {
  /** A sentence from before there were codes. */
  in_words: z.object({ text: z.string() }),
  /** Written by another version of the app. */
  not_known: z.object({ code: z.string() }),
};

export type StoredFacts = KindOf<typeof storedFacts>;

const stored = z.object({ code: z.string(), parameters: z.unknown() });

/**
 * A fact as it was stored. One that these forms do not know, because a newer version of the app wrote it, is
 * `not_known`: a page that shows a hundred facts does not fail for one.
 */
export function readFact<Kind extends StoredFacts>(
  forms: FactForms<Kind>,
  value: unknown,
): Fact<Kind> | Fact<StoredFacts> {
  const read = stored.safeParse(value);
  if (!read.success) return { code: "not_known", parameters: { code: "" } };
  return isFact(forms, read.data) ? read.data : { code: "not_known", parameters: { code: read.data.code } };
}

function isFact<Kind>(
  forms: FactForms<Kind>,
  fact: { code: PropertyKey; parameters: unknown },
): fact is Fact<Kind> {
  return isCode(forms, fact.code) && forms[fact.code].safeParse(fact.parameters).success;
}

function isCode<Kind>(forms: FactForms<Kind>, code: PropertyKey): code is keyof Kind {
  return Object.hasOwn(forms, code);
}
