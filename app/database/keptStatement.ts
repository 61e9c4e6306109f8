import { createHash } from "node:crypto";
import pg from "pg";
import sql, { raw, type Sql as SqlPart } from "sql-template-tag";
import type { Sql } from "./sql.ts";

/**
 * Keeps a query in the database, as a function of one JSON value that it knows as `given`. Postgres then plans it once
 * for each connection instead of every time, which for a long statement costs more than to carry it out. A prepared
 * statement does the same, but not behind a pooler that lends connections for a transaction.
 *
 * Its name tells its text, so that processes of different versions each have their own.
 * @param query gives rows of one uuid; it is kept with its values in it
 * @returns the call of the function with a JSON text, to stand in a `FROM`
 */
export async function keepStatement(
  rows: Sql,
  name: string,
  query: SqlPart,
): Promise<(json: string) => SqlPart> {
  const body = `#variable_conflict use_column\nBEGIN RETURN QUERY ${withValues(query)}; END`;
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  const kept = `${name}_${hash}`;
  if (!(await isKept(rows, kept)))
    try {
      await rows.rows(
        raw(
          `CREATE FUNCTION ${kept}(given json) RETURNS SETOF uuid LANGUAGE plpgsql AS $kept$\n${body}\n$kept$`,
        ),
      );
    } catch (error) {
      // Another process may have been faster.
      if (!(await isKept(rows, kept))) throw error;
    }
  return (json) => sql`${raw(kept)}(${json}::json)`;
}

async function isKept(rows: Sql, name: string): Promise<boolean> {
  const [found] = await rows.rows<{ kept: boolean }>(sql`SELECT to_regproc(${name}) IS NOT NULL AS kept`);
  return found?.kept === true;
}

function withValues({ strings, values }: SqlPart): string {
  return strings.reduce((text, next, index) => `${text}${literal(values[index - 1])}${next}`);
}

function literal(value: unknown): string {
  if (typeof value === "string") return pg.escapeLiteral(value);
  if (typeof value === "number") return String(value);
  throw new TypeError(`A value of this kind cannot be kept in a statement: ${typeof value}`);
}
