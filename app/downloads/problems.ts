import type { NoParameters } from "../facts/fact.ts";

/** Why a file was not downloaded. */
export interface DownloadProblems {
  /** No address of a server from which files may be downloaded. `host` is "" where it is no address at all. */
  address_refused: { host: string };
  /** Its server answered with another HTTP status than 200. */
  not_given: { host: string; status: number };
  not_a_file: { host: string };
  too_large: { megabytes: number };
  not_reached: { host: string };
  too_many_redirections: NoParameters;
}
