import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { poolConfig } from "../../app/database/address.ts";

export interface PgBouncer {
  /** The address of the database through it. */
  urlOf(databaseUrl: string): string;
  stop(): Promise<void>;
}

/** Debian puts it where only root looks. */
const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` };
const STARTS_WITHIN_MILLISECONDS = 10_000;

/** Why a test is skipped. */
export const NOT_INSTALLED = "PgBouncer is not installed (apt-get install pgbouncer)";

export const pgBouncerIsInstalled = spawnSync("pgbouncer", ["--version"], { env }).status === 0;

/**
 * Starts PgBouncer, which lends a connection for a transaction, in front of the Postgres of an address. It refuses
 * every option for the start of a session.
 * @param connections to each database of that Postgres
 */
export async function startPgBouncer(
  postgresUrl: string,
  { connections }: { connections: number },
): Promise<PgBouncer> {
  const directory = await mkdtemp(join(tmpdir(), "customeow-pgbouncer-"));
  await chmod(directory, 0o777);
  const { hostname, port: postgresPort, username, password } = new URL(postgresUrl);
  const port = await freePort();
  const file = join(directory, "pgbouncer.ini");
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${postgresPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
`,
  );
  // It refuses to run as root.
  const asNobody = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const bouncer = spawn("pgbouncer", [...asNobody, file], { stdio: "ignore", env });
  const urlOf = (databaseUrl: string): string => {
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${port}`;
    return url.href;
  };
  const stop = async (): Promise<void> => {
    await ended(bouncer);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(urlOf(postgresUrl));
  } catch (error) {
    await stop();
    throw error;
  }
  return { urlOf, stop };
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + STARTS_WITHIN_MILLISECONDS;
  for (;;) {
    const client = new pg.Client(poolConfig(url));
    try {
      await client.connect();
      await client.query("SELECT 1");
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error("PgBouncer does not answer.", { cause: error });
      await pause(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function ended(bouncer: ChildProcess): Promise<void> {
  if (bouncer.exitCode !== null || bouncer.signalCode !== null) return;
  const over = new Promise((resolve) => bouncer.once("close", resolve));
  bouncer.kill("SIGINT");
  const killing = setTimeout(() => bouncer.kill("SIGKILL"), 5_000);
  await over;
  clearTimeout(killing);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
