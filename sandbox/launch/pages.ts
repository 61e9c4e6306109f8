import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const projectRoot = join(import.meta.dirname, "..", "..");
const builtPages = join(projectRoot, "build", "server", "index.js");

/** Builds the app's pages unless the last build is newer than everything that it was made of. */
export async function buildPagesIfStale(): Promise<void> {
  const sources = ["app", "public", "package-lock.json", "scripts/vite", "vite.config.ts"].map((name) =>
    join(projectRoot, name),
  );
  const [built, changed] = await Promise.all([changedAt(builtPages), Promise.all(sources.map(newestChange))]);
  if (built > Math.max(...changed)) return;
  await build();
}

async function changedAt(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}

async function newestChange(path: string): Promise<number> {
  const own = await changedAt(path);
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  const inside = await Promise.all(entries.map((entry) => changedAt(join(path, entry))));
  return inside.reduce((newest, time) => Math.max(newest, time), own);
}

function build(): Promise<void> {
  const remix = join(
    dirname(createRequire(import.meta.url).resolve("@remix-run/dev/package.json")),
    "dist",
    "cli.js",
  );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [remix, "vite:build"], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The app's pages could not be built.\n${Buffer.concat(output).toString()}`));
    });
  });
}
