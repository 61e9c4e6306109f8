import sql, { join, raw, type Sql } from "sql-template-tag";

/**
 * Many rows in one statement, as one value: JSON that Postgres reads by the table's own types. Instants go as ISO
 * 8601, `"now"` is the moment of the statement by Postgres's clock.
 */

/** A row's values by column. Tables and columns are names that we wrote, never anything from outside. */
export type Row = Record<string, unknown>;

/**
 * `INSERT` of rows that all have the same columns, as a part of a larger statement or by itself.
 * @param rows at least one
 */
export function insertRows(table: string, rows: readonly Row[], onlyIf: Sql = sql`true`): Sql {
  const columns = columnsOf(rows);
  return sql`INSERT INTO ${name(table)} (${columns}) SELECT ${columns} FROM ${recordset(table, rows)} AS given WHERE ${onlyIf}`;
}

/**
 * `UPDATE` of rows that all have the same columns, `id` among them, which says which row is meant.
 * @param rows at least one
 */
export function updateRows(table: string, rows: readonly Row[], onlyIf: Sql = sql`true`): Sql {
  const changes = Object.keys(rows[0] ?? {})
    .filter((column) => column !== "id")
    .map((column) => sql`${name(column)} = given.${name(column)}`);
  return sql`UPDATE ${name(table)} AS stored SET ${join(changes)} FROM ${recordset(table, rows)} AS given WHERE stored."id" = given."id" AND ${onlyIf}`;
}

function recordset(table: string, rows: readonly Row[]): Sql {
  return sql`json_populate_recordset(NULL::${name(table)}, ${JSON.stringify(rows)}::json)`;
}

function columnsOf(rows: readonly Row[]): Sql {
  return join(Object.keys(rows[0] ?? {}).map(name));
}

function name(identifier: string): Sql {
  return raw(`"${identifier.replaceAll('"', '""')}"`);
}
