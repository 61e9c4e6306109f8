import type { Db } from "pg-boss";
import type pg from "pg";
import { Sql } from "sql-template-tag";
import type { Statement } from "../database/sql.ts";

/** Runs pg-boss's statements on the process's connections. */
export function statementsOn(pool: pg.Pool): Db & { poolCounts(): PoolCounts } {
  return {
    executeSql: (text, values) => pool.query(text, values),
    poolCounts: () => ({
      max: pool.options.max,
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

interface PoolCounts {
  max: number;
  total: number;
  idle: number;
  waiting: number;
}

/** Has pg-boss write a statement without running it, so that it can be a part of another. */
export async function writtenBy(call: (db: Db) => Promise<unknown>): Promise<Statement> {
  let written: Statement | undefined;
  await call({
    executeSql: (text, values = []) => {
      written = { text, values };
      // What a statement answers that touched no job.
      return Promise.resolve({ rows: [{ count: "0", ids: [] }] });
    },
  });
  if (written === undefined) throw new Error("pg-boss ran no statement.");
  return written;
}

/** Lets a statement with numbered values stand in others. */
export function toSql({ text, values }: Statement): Sql {
  const parts = text.split(/\$(\d+)/);
  const strings = parts.filter((_, index) => index % 2 === 0);
  const numbers = parts.filter((_, index) => index % 2 === 1);
  return new Sql(
    strings,
    numbers.map((number) => values[Number(number) - 1]),
  );
}
