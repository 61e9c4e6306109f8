import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../tests/chaos/freePort.ts";
import { untilAnswering } from "../../tests/webhooks/untilAnswering.ts";

const run = promisify(execFile);
const projectRoot = join(import.meta.dirname, "..", "..");

/** A server in a process of its own. */
export interface MeasuredServer {
  url: string;
  /** What it holds of the machine's memory. */
  residentMegabytes(): Promise<number>;
  stop(): Promise<void>;
}

/** `server.ts` as it ships, logging as it does by default, without a worker. */
export async function startApp(
  databaseUrl: string,
  secret: string,
  logFile: string,
  nodeOptions: string[],
): Promise<MeasuredServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, [...nodeOptions, "server.ts"], {
    cwd: projectRoot,
    stdio: ["ignore", log, log],
    env: {
      ...process.env,
      NODE_ENV: "production",
      SHOPIFY_API_KEY: "bench",
      SHOPIFY_API_SECRET: secret,
      SHOPIFY_APP_URL: url,
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      WORKER_IN_SERVER: "false",
      PORT: String(port),
    },
  });
  closeSync(log);
  await untilAnswering(url);
  return measured(url, child);
}

export async function startBare(databaseUrl: string, secret: string): Promise<MeasuredServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "bareServer.ts")], {
    cwd: projectRoot,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production", BENCH_DATABASE_URL: databaseUrl, BENCH_SECRET: secret },
  });
  const port = await new Promise<unknown>((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", () => {
      reject(new Error("The bare server ended before it listened."));
    });
  });
  return measured(`http://127.0.0.1:${String(port)}`, child);
}

function measured(url: string, child: ChildProcess): MeasuredServer {
  return {
    url,
    async residentMegabytes() {
      const { stdout } = await run("ps", ["-o", "rss=", "-p", String(child.pid)]);
      return Number(stdout) / 1024;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
