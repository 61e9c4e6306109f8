import pg from "pg";

/** Many locks on one connection. Within a process, which Postgres takes for one holder, a key is held once too. */
export interface SessionLocks {
  /** @returns what gives the lock back; null where another holds it */
  take(key: string): Promise<(() => Promise<void>) | null>;
  close(): Promise<void>;
}

/** Should the connection be lost, all locks are: the next that is taken opens another. */
export function createSessionLocks(config: pg.ClientConfig): SessionLocks {
  const held = new Set<string>();
  let connection: Promise<pg.Client> | null = null;

  function connect(): Promise<pg.Client> {
    connection ??= open().catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  }

  async function open(): Promise<pg.Client> {
    const client = new pg.Client(config);
    const forget = () => {
      connection = null;
    };
    client.on("error", forget);
    client.on("end", forget);
    await client.connect();
    return client;
  }

  let lastQuery: Promise<unknown> = Promise.resolve();
  /** A connection does one query at a time. */
  function query(client: pg.Client, lockFunction: string, key: string): Promise<boolean> {
    const next = lastQuery.then(async () => {
      const text = `SELECT ${lockFunction}(hashtextextended($1, 1)) AS done`;
      const answer = await client.query<{ done: boolean }>(text, [key]);
      return answer.rows[0]?.done === true;
    });
    lastQuery = next.catch(() => undefined);
    return next;
  }

  return {
    async take(key) {
      if (held.has(key)) return null;
      held.add(key);
      try {
        const client = await connect();
        const taken = await query(client, "pg_try_advisory_lock", key);
        if (!taken) {
          held.delete(key);
          return null;
        }
        return async () => {
          // A connection that is gone gave its locks back itself.
          await query(client, "pg_advisory_unlock", key).catch(() => undefined);
          held.delete(key);
        };
      } catch (error) {
        held.delete(key);
        throw error;
      }
    },
    async close() {
      const client = await connection?.catch(() => null);
      await client?.end();
    },
  };
}
