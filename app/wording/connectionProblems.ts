import type { ConnectionProblem, ConnectionProblems } from "../connection/connectionProblems.ts";
import type { Language } from "./language.ts";

/** What is wrong with each field of the connection, in words. */
export type ConnectionProblemsInWords = { [Field in keyof ConnectionProblems]: string };

export function connectionProblemsInWords(
  problems: ConnectionProblems,
  language: Language,
): ConnectionProblemsInWords {
  const said = (problem: ConnectionProblem | undefined) => problem && language.connectionProblem(problem);
  return { apiKey: said(problems.apiKey), storeId: said(problems.storeId), form: said(problems.form) };
}
