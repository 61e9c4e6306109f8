import type { Audit } from "./audit.ts";
import type { Tally } from "./rounds.ts";

/** Whether everything that is promised was kept. */
export function isKept(audit: Audit): boolean {
  return (
    audit.createdOnce === audit.acknowledged &&
    audit.duplicates === 0 &&
    audit.lost === 0 &&
    audit.linesUnfinished === 0 &&
    audit.tasksStartedTwice === 0 &&
    audit.quotaViolations === 0 &&
    Object.keys(audit.linesFailed).every((code) => code === "task_outcome_unknown")
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
    ["tasks started twice", audit.tasksStartedTwice],
    ["quota violations as CustoMeow counted", audit.quotaViolations],
    [
      "calls, against the least possible",
      `${audit.requests} / ${audit.leastRequests} = ${(audit.requests / audit.leastRequests).toFixed(2)}`,
    ],
    ["kills", tally.kills],
    ["crash points hit", `${tally.crashPointsHit.length} of ${tally.crashPointsKnown}`],
    ...tally.crashPointsMissed.map((point): [string, string] => ["  not come by", point]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(40)}${value}`).join("\n");
}
