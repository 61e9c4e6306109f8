/**
 * Preloaded into the app's processes by the chaos tests (`node --import`), which know nothing of it. Around every
 * outgoing call and every commit is a named crash point. `CRASH_AT=name#k` kills the process there, with SIGKILL, the
 * k-th time it comes by; `CRASH_RECORD=file` writes down every name that was passed.
 */
import { appendFileSync } from "node:fs";
import pg from "pg";

const [crashName, crashCount = "1"] = (process.env["CRASH_AT"] ?? "").split("#");
const recordFile = process.env["CRASH_RECORD"];
const recorded = new Set<string>();
let passings = 0;

function pass(name: string): void {
  if (recordFile !== undefined && !recorded.has(name)) {
    recorded.add(name);
    appendFileSync(recordFile, `${name}\n`);
  }
  if (name !== crashName) return;
  passings += 1;
  if (passings === Number(crashCount)) process.kill(process.pid, "SIGKILL");
}

const sendRequest = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input instanceof Request ? input.url : input, {
    method: init?.method ?? "GET",
  });
  const path = new URL(request.url).pathname.replaceAll(/\d{6,}/g, "{id}");
  pass(`before ${request.method} ${path}`);
  const answer = await sendRequest(input, init);
  pass(`after ${request.method} ${path}`);
  return answer;
};

/** Not the `UPDATE` of a row lock. */
const WRITE =
  /\b(INSERT INTO|(?<!FOR )(?<!KEY )(?<!DO )UPDATE|DELETE FROM)\s+(?:ONLY\s+)?("?[\w.]+"?(?:\."?\w+"?)*)/gi;
/** Write without naming a table. */
const FUNCTION = /\b(take_quota_turns|store_deliveries)\w*\(/g;
/** What pg-boss keeps for itself. */
const NOT_OF_AN_ORDER = /^pgboss\.(instance|queue|version|bam|warning|schedule|subscription|queue_stats)/;

function tablesWritten(statement: string): string[] {
  const tables = [...statement.matchAll(WRITE)]
    .map(([, , table]) => (table ?? "").replaceAll('"', "").replace(/^public\./, ""))
    .filter((table) => table !== "" && !NOT_OF_AN_ORDER.test(table));
  return [...tables, ...[...statement.matchAll(FUNCTION)].map(([, name]) => name ?? "")];
}

/** The tables that each open transaction has written to. */
const transactions = new WeakMap<object, Set<string>>();

/** The name of the commit that the statement is, or null. */
function commitOf(client: object, statement: string): string | null {
  const tables = transactions.get(client);
  // pg-boss sends some transactions whole.
  if (/^\s*BEGIN/i.test(statement) && !/COMMIT;?\s*$/i.test(statement)) transactions.set(client, new Set());
  if (/^\s*(COMMIT|ROLLBACK)/i.test(statement)) transactions.delete(client);
  if (/^\s*COMMIT/i.test(statement))
    return tables && tables.size > 0 ? [...tables].toSorted().join(", ") : null;
  const written = tablesWritten(statement);
  if (tables === undefined) return written.length > 0 ? written.toSorted().join(", ") : null;
  for (const table of written) tables.add(table);
  return null;
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;
// Called with the client as its `this`, below.
// eslint-disable-next-line @typescript-eslint/unbound-method
const query = pg.Client.prototype.query as Query;

const watched: Query = function watched(...given) {
  const [statement] = given;
  const text = typeof statement === "string" ? statement : (statement as { text?: string } | null)?.text;
  const commit = text === undefined ? null : commitOf(this, text);
  if (commit === null) return query.apply(this, given);

  pass(`before commit of ${commit}`);
  const last = given.at(-1);
  if (typeof last !== "function") {
    const result = query.apply(this, given) as Promise<unknown>;
    return result.then((value) => {
      pass(`after commit of ${commit}`);
      return value;
    });
  }
  const callback = (...answers: unknown[]): unknown => {
    pass(`after commit of ${commit}`);
    return (last as (...answers: unknown[]) => unknown)(...answers);
  };
  return query.apply(this, [...given.slice(0, -1), callback]);
};
pg.Client.prototype.query = watched as typeof pg.Client.prototype.query;
