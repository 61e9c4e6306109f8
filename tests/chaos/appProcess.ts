import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const projectRoot = join(import.meta.dirname, "..", "..");
const HEALTHY_WITHIN_MILLISECONDS = 60_000;

/** A process of the app's that is started again whenever it dies, as a host does. */
export interface AppProcess {
  /** How often it died by a crash point. */
  crashes(): number;
  /** Of its present life. */
  pid(): number | undefined;
  kill(): void;
  /** Stops it from running, with all it holds, until it is continued. */
  suspend(): void;
  continue(): void;
  /** Tells it to stop, as a host does that will not start it again. Told again, it ends at once. */
  terminate(): Promise<Ending>;
  /** Starts it again, once it was told to stop and has ended. */
  revive(): void;
  stop(): Promise<void>;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * Starts `server.ts` or `worker.ts` as it ships. @param crashAt a crash point that kills its first life; the lives
 * after that know none
 */
export function startAppProcess(
  entry: "server.ts" | "worker.ts",
  environment: Record<string, string>,
  logFile: string,
  crashAt?: string,
): AppProcess {
  let stopping = false;
  let crashes = 0;
  let child = live(crashAt);

  function live(point?: string): ChildProcess {
    const log = openSync(logFile, "a");
    const started = spawn(
      process.execPath,
      [
        ...["--import", join(projectRoot, "sandbox/route.ts")],
        ...["--import", join(import.meta.dirname, "crashPoints.ts")],
        entry,
      ],
      {
        cwd: projectRoot,
        stdio: ["ignore", log, log],
        env: { ...process.env, ...environment, ...(point === undefined ? {} : { CRASH_AT: point }) },
      },
    );
    closeSync(log);
    started.once("close", (_, signal) => {
      if (point !== undefined && signal === "SIGKILL") crashes += 1;
      if (!stopping) child = live();
    });
    return started;
  }

  return {
    crashes: () => crashes,
    pid: () => child.pid,
    kill: () => child.kill("SIGKILL"),
    suspend: () => child.kill("SIGSTOP"),
    continue: () => child.kill("SIGCONT"),
    terminate() {
      stopping = true;
      const ended = new Promise<Ending>((resolve) => {
        child.once("close", (code, signal) => {
          resolve({ code, signal });
        });
      });
      child.kill("SIGTERM");
      return ended;
    },
    revive() {
      stopping = false;
      child = live();
    },
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGCONT");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** @throws Error when the server is not healthy in time. */
export async function untilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MILLISECONDS;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(`${url} did not become healthy.`);
}
