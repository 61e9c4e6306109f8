import pg from "pg";
import { poolConfig } from "./address.ts";

/**
 * Has every new session of the database be in UTC, since Prisma stores instants shifted where it is not. It is a
 * setting of the database: a session of its own a process does not have behind a pooler, which also refuses to be told
 * at the start of a connection.
 * @param directUrl past any pooler
 * @throws Error naming the statement that helps, where this user may not set it
 */
export async function setTimeZone(directUrl: string): Promise<void> {
  if ((await timeZoneOf(directUrl)) === UTC) return;
  const config = poolConfig(directUrl);
  const statement = `ALTER DATABASE ${pg.escapeIdentifier(String(config.database))} SET timezone TO '${UTC}'`;
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(statement);
  } catch (cause) {
    throw new Error(`The database's time zone must be ${UTC}. Let its owner run: ${statement}`, { cause });
  } finally {
    await client.end();
  }
}

/**
 * @param databaseUrl as the app uses it
 * @throws Error where sessions are not in UTC
 */
export async function checkTimeZone(databaseUrl: string): Promise<void> {
  const timeZone = await timeZoneOf(databaseUrl);
  if (timeZone === UTC) return;
  throw new Error(
    `The database's sessions are in the time zone ${timeZone}, and must be in ${UTC}. A setting of the user overrides ` +
      `the database's (ALTER ROLE … RESET timezone), and a pooler keeps older sessions until it is told to RECONNECT.`,
  );
}

const UTC = "UTC";

async function timeZoneOf(databaseUrl: string): Promise<string> {
  const client = new pg.Client(poolConfig(databaseUrl));
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>("SELECT current_setting('TimeZone') AS name");
    return rows[0]?.name ?? "unknown";
  } finally {
    await client.end();
  }
}
