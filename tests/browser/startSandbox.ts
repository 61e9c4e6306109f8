import { type ChildProcess, spawn } from "node:child_process";
import type { Addresses } from "../../sandbox/launch/announce.ts";

const STARTS_WITHIN_MILLISECONDS = 120_000;

/** Starts the sandbox as a user does, for all browser tests, and stops it after them. */
export default async function startSandbox(): Promise<() => Promise<void>> {
  const sandbox = spawn(process.execPath, ["sandbox/start.ts", "--json", "--free-ports"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.env["SANDBOX"] = await firstLine(sandbox);
  return async () => {
    const ended = new Promise((resolve) => sandbox.once("close", resolve));
    sandbox.kill("SIGTERM");
    await ended;
  };
}

/** Where the running sandbox is. */
export function sandboxAddresses(): Addresses {
  return JSON.parse(process.env["SANDBOX"] ?? "{}") as Addresses;
}

function firstLine(sandbox: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => {
      sandbox.kill("SIGTERM");
      reject(new Error("The sandbox was not ready in time."));
    }, STARTS_WITHIN_MILLISECONDS);
    let output = "";
    sandbox.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const line = output.split("\n").find((candidate) => candidate.startsWith("{"));
      if (line === undefined || !output.includes("\n")) return;
      clearTimeout(tooLate);
      resolve(line);
    });
    sandbox.once("close", (code) => {
      clearTimeout(tooLate);
      reject(new Error(`The sandbox ended before it was ready (exit code ${code ?? "none"}).`));
    });
  });
}
