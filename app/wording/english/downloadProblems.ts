import type { DownloadProblems } from "../../downloads/problems.ts";
import type { Wording } from "../wording.ts";

export const downloadProblems: Wording<DownloadProblems> = {
  address_refused: ({ host }) =>
    host === ""
      ? "CustoMeow gave no address of a file. Make it again."
      : `The file lies at ${host}, from where the app downloads nothing. Tell whoever runs the app.`,
  not_given: ({ host, status }) =>
    `${host}, where CustoMeow keeps the file, does not give it (HTTP ${status}). Try again, or make it again.`,
  not_a_file: ({ host }) =>
    `${host}, where CustoMeow keeps the file, gave a web page instead of it. Make it again.`,
  too_large: ({ megabytes }) =>
    `The file has more than ${megabytes} MB, which is more than the app downloads.`,
  not_reached: ({ host }) =>
    `${host}, where CustoMeow keeps the file, cannot be reached right now. Try again.`,
  too_many_redirections: () => "The file's address leads from one to another without an end. Make it again.",
};
