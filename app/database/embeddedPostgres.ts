import { randomBytes } from "node:crypto";
import { chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { type PostgresTools, postgresTools } from "./postgresBinaries.ts";

export interface EmbeddedPostgres {
  /** `postgresql://…` of the `postgres` database. */
  url: string;
  stop: () => Promise<void>;
}

const USER = "customeow";

/**
 * Starts a Postgres that belongs to this process, with its data under `directory`. A server that an earlier,
 * killed process left running on the same folder is ended first; committed rows survive that.
 * Invariant: one living process at a time owns a data folder.
 * @param options.durable false skips fsync, for tests alone.
 * @param options.preload a library that Postgres loads, for benchmarks.
 * @throws Error when another living process owns the folder, or Postgres does not start (its log is in the message).
 */
export async function startEmbeddedPostgres(
  directory: string,
  options: { durable?: boolean; preload?: string } = {},
): Promise<EmbeddedPostgres> {
  const root = resolve(directory);
  const data = join(root, "postgres");
  const log = join(data, "server.log");
  await mkdir(root, { recursive: true });
  await claim(root);

  const tools = await postgresTools();
  const password = await passwordOf(root);
  if (!existsSync(join(data, "PG_VERSION"))) await initialise(tools, data, root);
  else await endOrphan(tools, data);

  const port = await freePort();
  try {
    await tools.pgCtl("start", "-w", "-D", data, "-l", log, "-o", serverOptions(port, options));
  } catch (cause) {
    throw new Error(`The built-in Postgres did not start in ${data}.\n${await lastLines(log)}`, { cause });
  }
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await tools.pgCtl("stop", "-w", "-m", "fast", "-D", data);
      await rm(ownerFile(root), { force: true });
    },
  };
}

const ownerFile = (root: string) => join(root, "owner.pid");

async function claim(root: string): Promise<void> {
  const owner = Number(await readFile(ownerFile(root), "utf8").catch(() => ""));
  if (owner > 0 && owner !== process.pid && isAlive(owner))
    throw new Error(
      `${root} is in use by process ${owner}. Stop it first, or give this one another DATA_DIRECTORY, ` +
        `or set DATABASE_URL so that several processes can share a Postgres.`,
    );
  await writeFile(ownerFile(root), String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function passwordOf(root: string): Promise<string> {
  const file = join(root, "postgres.password");
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return (await readFile(file, "utf8")).trim();
}

async function initialise(tools: PostgresTools, data: string, root: string): Promise<void> {
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  if (tools.owner) await chown(data, tools.owner.uid, tools.owner.gid);
  await tools.initdb(
    "-D",
    data,
    "-U",
    USER,
    "--auth=scram-sha-256",
    `--pwfile=${join(root, "postgres.password")}`,
    "--encoding=UTF8",
    "--no-locale",
    // The page checksums and the sync cost start-up time; fsync of the server itself stays on.
    "--no-sync",
  );
}

/** `pg_ctl status` fails when no server runs on the folder, which is the usual case. */
async function endOrphan(tools: PostgresTools, data: string): Promise<void> {
  const running = await tools.pgCtl("status", "-D", data).then(
    () => true,
    () => false,
  );
  if (running) await tools.pgCtl("stop", "-w", "-m", "fast", "-D", data);
}

function serverOptions(port: number, options: { durable?: boolean; preload?: string }): string {
  const { durable = true, preload } = options;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    max_connections: "200",
    ...(preload === undefined ? {} : { shared_preload_libraries: preload }),
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return [`-p ${port}`, ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)].join(" ");
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening, failed) => {
    probe.once("error", failed).listen(0, "127.0.0.1", listening);
  });
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (address === null || typeof address === "string") throw new Error("The system gave no free port.");
  return address.port;
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "(no log)");
  return text.split("\n").slice(-15).join("\n");
}
