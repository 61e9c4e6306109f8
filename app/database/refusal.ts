import pg from "pg";

/**
 * Classes of SQLSTATE that speak of the values of a statement, or of another that stood in its way, and not of the
 * database's state: data exception, integrity violation, rollback, too large for an index.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const OF_VALUES = /^(22|23|40|54)/;

/** Whether Postgres refused the statement for what it was to write: others on the same connection may well succeed. */
export function refusesValues(error: unknown): boolean {
  return error instanceof pg.DatabaseError && OF_VALUES.test(error.code ?? "");
}
