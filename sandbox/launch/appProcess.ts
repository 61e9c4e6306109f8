import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const projectRoot = join(import.meta.dirname, "..", "..");
const STARTS_WITHIN_MILLISECONDS = 60_000;
const STOPS_WITHIN_MILLISECONDS = 40_000;

export interface AppProcess {
  url: string;
  pid: number;
  /** Resolves with the exit code once the process has ended, for whatever reason. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Where the process, while it runs, finds its settings. Only addresses and secrets: it is the app as it ships. */
export type AppEnvironment = Record<string, string>;

/**
 * Starts `server.ts` as it ships, with requests to `*.myshopify.com` routed to the stand-in, and waits until it is
 * healthy.
 * @throws Error with the end of its log when it does not start.
 */
export async function startAppProcess(
  port: number,
  environment: AppEnvironment,
  logFile: string,
): Promise<AppProcess> {
  await mkdir(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const preload = (name: string) => ["--import", join(projectRoot, "sandbox", name)];
  const child = spawn(
    process.execPath,
    [...preload("route.ts"), ...preload("followParent.ts"), "server.ts"],
    {
      cwd: projectRoot,
      // A group of its own: Ctrl-C reaches the sandbox alone, which then ends the app in its turn.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...inherited(), ...environment, PORT: String(port) },
    },
  );
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const url = `http://127.0.0.1:${port}`;
  const running: AppProcess = { url, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };

  if (!(await becomesHealthy(url, child))) {
    await running.stop();
    throw new Error(`The app did not start. The end of ${logFile}:\n${await lastLines(logFile)}`);
  }
  return running;
}

/** What of the machine's environment the app gets: no setting that was meant for somebody else. */
const PASSED_ON =
  /^(PATH|HOME|TMPDIR|TEMP|TMP|LANG|SYSTEMROOT|DATABASE_URL|ENCRYPTION_KEY|LOG_LEVEL|CUSTOMEOW_(QUOTA|TIMEOUT)_.*)$/;

function inherited(): NodeJS.ProcessEnv {
  const passedOn = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  return { NODE_ENV: "production", ...Object.fromEntries(passedOn) };
}

async function becomesHealthy(url: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + STARTS_WITHIN_MILLISECONDS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.ok) return true;
    await pause(100);
  }
  return false;
}

async function stop(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), STOPS_WITHIN_MILLISECONDS);
  await ended;
  clearTimeout(killer);
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-15).join("\n");
}
