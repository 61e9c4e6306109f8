import type pg from "pg";
import type { Transaction } from "./database.ts";

/** A statement with its values apart, as `sql-template-tag` writes it. */
export interface Statement {
  text: string;
  values: unknown[];
}

/**
 * Plain SQL, for the statements that every order passes: one round trip each, where Prisma takes several and more of
 * the processor. What is not hot stays with Prisma. Rows come as `pg` reads them: `timestamptz` as Date, `bigint` and
 * `numeric` as strings.
 */
export interface Sql {
  /** @returns the rows; whoever asks names their type, and a test against Postgres shows that it is right */
  rows<Row extends object>(statement: Statement): Promise<Row[]>;
}

export interface SqlPool extends Sql {
  /** Commits what the action did, or nothing of it where the action throws. */
  transaction<Result>(action: (sql: Sql) => Promise<Result>): Promise<Result>;
}

export function createSql(pool: pg.Pool): SqlPool {
  return {
    ...on(pool),
    async transaction(action) {
      const client = await pool.connect();
      let broken: unknown;
      // A connection that is lost fails the statement. It also tells, to nobody else's use, and would end the process.
      const onLost = (error: Error): void => {
        broken = error;
      };
      client.on("error", onLost);
      try {
        await client.query("BEGIN");
        const result = await action(on(client));
        await client.query("COMMIT");
        return result;
      } catch (error) {
        // A connection whose transaction could not be ended must not go back to the pool.
        await client.query("ROLLBACK").catch((failed: unknown) => (broken = failed));
        throw error;
      } finally {
        client.off("error", onLost);
        client.release(broken !== undefined);
      }
    },
  };
}

function on(connection: pg.Pool | pg.PoolClient): Sql {
  return {
    async rows<Row extends object>({ text, values }: Statement): Promise<Row[]> {
      const answer = await connection.query<Row>(text, values);
      return answer.rows;
    },
  };
}

/** Plain SQL in a transaction of Prisma's or of its own. */
export function sqlOf(rows: Transaction | Sql): Sql {
  return "rows" in rows
    ? rows
    : {
        rows: <Row extends object>({ text, values }: Statement) =>
          rows.$queryRawUnsafe<Row[]>(text, ...values),
      };
}

/** A transaction that is open already, for code that would begin one of its own: it is committed with the rest. */
export function openTransaction(rows: Sql): SqlPool {
  return {
    rows: (statement) => rows.rows(statement),
    transaction: (action) => action(rows),
  };
}
