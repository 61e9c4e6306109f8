import type { Audit } from "./audit.ts";
import type { Tally } from "./rounds.ts";

/** The first, and as often as the app repeats one whose answer was lost. */
const STARTS_AT_MOST = 3;

/** Whether everything that is promised was kept, and nothing waits for a person. */
export function isKept(audit: Audit, tally: Tally): boolean {
  return (
    tally.badStops.length === 0 &&
    audit.createdOnce === audit.acknowledged &&
    audit.duplicates === 0 &&
    audit.lost === 0 &&
    audit.linesUnfinished === 0 &&
    Object.keys(audit.linesFailed).length === 0 &&
    audit.mostStarts <= STARTS_AT_MOST &&
    audit.quotaViolations === 0
  );
}

export function describe(audit: Audit, tally: Tally): string {
  const failed = Object.entries(audit.linesFailed).map(([code, count]) => `${count} ${code}`);
  const rows: [string, string | number][] = [
    ["acknowledged", audit.acknowledged],
    ["created once", audit.createdOnce],
    ["duplicates", audit.duplicates],
    ["lost", audit.lost],
    ["lines ready", audit.linesReady],
    ["lines failed", failed.join(", ") || 0],
    ["lines not in a final state", audit.linesUnfinished],
    ["starts of one file, at the most", audit.mostStarts],
    ["quota violations as CustoMeow counted", audit.quotaViolations],
    [
      "calls, against the least possible",
      `${audit.requests} / ${audit.leastRequests} = ${(audit.requests / audit.leastRequests).toFixed(2)}`,
    ],
    ["kills", tally.kills],
    ["told to stop, and ended well", `${tally.stops - tally.badStops.length} of ${tally.stops}`],
    ...tally.badStops.map((ending): [string, string] => ["  ended otherwise", ending]),
    ["crash points hit", `${tally.crashPointsHit.length} of ${tally.crashPointsKnown}`],
    ...tally.crashPointsMissed.map((point): [string, string] => ["  not come by", point]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(40)}${value}`).join("\n");
}
