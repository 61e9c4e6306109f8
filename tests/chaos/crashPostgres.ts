import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { postgresTools } from "../../app/database/postgresBinaries.ts";

const run = promisify(execFile);

const STARTS_WITHIN_MILLISECONDS = 30_000;

/** Kills the Postgres whose data lie in the folder, with SIGKILL, and starts it again as it was. */
export async function crashPostgres(data: string): Promise<void> {
  const tools = await postgresTools();
  const options = await lastOptions(data);
  const [pid] = (await readFile(join(data, "postmaster.pid"), "utf8")).split("\n");
  process.kill(Number(pid), "SIGKILL");

  // The killed server's children take a moment to notice, and until then keep the folder.
  const deadline = Date.now() + STARTS_WITHIN_MILLISECONDS;
  for (;;) {
    try {
      await tools.pgCtl("start", "-w", "-D", data, "-l", join(data, "server.log"), "-o", options);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}

/**
 * Has the Postgres whose data lie in the folder, and every process of its, say nothing any more: connections to it stay
 * open and are not answered. @returns what has it go on
 */
export async function silencePostgres(data: string): Promise<() => void> {
  const [postmaster = ""] = (await readFile(join(data, "postmaster.pid"), "utf8")).split("\n");
  // First of all, so that no connection is accepted of which nobody knows here.
  process.kill(Number(postmaster), "SIGSTOP");
  const { stdout } = await run("ps", ["-o", "pid=", "--ppid", postmaster]);
  const children = stdout.trim().split(/\s+/).map(Number);
  for (const pid of children) process.kill(pid, "SIGSTOP");
  const pids = [Number(postmaster), ...children];
  return () => {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  };
}

/** What Postgres was started with, port included, less the folder. */
async function lastOptions(data: string): Promise<string> {
  const line = await readFile(join(data, "postmaster.opts"), "utf8");
  const given = [...line.matchAll(/"([^"]*)"/g)].map(([, option]) => option ?? "");
  return given.slice(given.indexOf("-D") + 2).join(" ");
}
