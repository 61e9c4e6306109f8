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

  return {
    async take(key) {
      if (held.has(key)) return null;
      held.add(key);
      try {
        const client = await connect();
        const answer = await client.query<{ free: boolean }>(
          "SELECT pg_try_advisory_lock(hashtextextended($1, 1)) AS free",
          [key],
        );
        if (answer.rows[0]?.free !== true) {
          held.delete(key);
          return null;
        }
        return async () => {
          // A connection that is gone gave its locks back itself.
          await client
            .query("SELECT pg_advisory_unlock(hashtextextended($1, 1))", [key])
            .catch(() => undefined);
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
