import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import lighthouse, { type RunnerResult } from "lighthouse";
import type { Addresses } from "../sandbox/launch/announce.ts";
import { chromiumLaunch } from "../tests/browser/chromium.ts";
import { scriptTimeAtLoad } from "./scriptTime.ts";

/**
 * Lighthouse's performance of a product page with the theme block and without it, side by side in one run: the two
 * take turns, and the medians are compared. Also what the block's script costs the main thread at load, at a
 * processor four times slower, and how much the page shifts.
 */
const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, product: { type: "string", default: "morning-mug" } },
});

interface Measured {
  score: number;
  layoutShift: number;
  largestPaintMilliseconds: number;
  scriptAtLoadMilliseconds: number;
  scriptWhenIdleMilliseconds: number;
}

const sandbox = spawn(process.execPath, ["sandbox/start.ts", "--json", "--free-ports"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const addresses = await addressesOf(sandbox);
const port = await freePort();
const { launchOptions, userAgent } = await chromiumLaunch();
const browser = await chromium.launch({
  ...launchOptions,
  args: [...launchOptions.args, `--remote-debugging-port=${port}`],
});

try {
  const measured: Record<"with" | "without", Measured[]> = { with: [], without: [] };
  // The first visit of each warms the servers' caches, and is not counted.
  for (let run = 0; run <= Number(values.runs); run += 1)
    for (const kind of ["with", "without"] as const) {
      await showBlock(kind === "with");
      const result = await measure(`${addresses.storefront}/products/${values.product}`);
      if (run > 0) measured[kind].push(result);
    }
  report(measured);
} finally {
  await browser.close();
  sandbox.kill("SIGTERM");
}

/** As the merchant does it: in the theme editor. */
async function showBlock(enabled: boolean): Promise<void> {
  const answer = await fetch(`${addresses.admin}/themes/current/blocks/0`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ enabled: String(enabled) }),
    redirect: "manual",
  });
  if (answer.status !== 303) throw new Error(`The theme editor answered ${answer.status}.`);
}

async function measure(url: string): Promise<Measured> {
  const result = await lighthouse(url, {
    port,
    onlyCategories: ["performance"],
    formFactor: "mobile",
    emulatedUserAgent: userAgent,
    // The model that Lighthouse uses by default jumps between 1 and 6 s on a page as small as this.
    throttlingMethod: "devtools",
    logLevel: "error",
  });
  if (!result) throw new Error("Lighthouse gave no result.");
  return read(result, await scriptTimeAtLoad(browser, url, /customizer(\.min)?\.js/));
}

function read({ lhr }: RunnerResult, script: Awaited<ReturnType<typeof scriptTimeAtLoad>>): Measured {
  const number = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN;
  return {
    score: 100 * (lhr.categories["performance"]?.score ?? Number.NaN),
    layoutShift: number("cumulative-layout-shift"),
    largestPaintMilliseconds: number("largest-contentful-paint"),
    scriptAtLoadMilliseconds: script.loadMilliseconds,
    scriptWhenIdleMilliseconds: script.idleMilliseconds,
  };
}

function report(measured: Record<"with" | "without", Measured[]>): void {
  const median = (kind: "with" | "without", name: keyof Measured) => {
    const sorted = measured[kind].map((run) => run[name]).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  const lines: [string, keyof Measured, number][] = [
    ["Lighthouse performance", "score", 0],
    ["cumulative layout shift", "layoutShift", 3],
    ["largest contentful paint, ms", "largestPaintMilliseconds", 0],
    ["the block's script at load, ms", "scriptAtLoadMilliseconds", 1],
    ["the block's script when idle, ms", "scriptWhenIdleMilliseconds", 1],
  ];
  process.stdout.write(`medians of ${values.runs} runs, mobile, processor 4 times slower\n\n`);
  process.stdout.write(
    `${"".padEnd(34)}${"without".padStart(10)}${"with".padStart(10)}${"ratio".padStart(10)}\n`,
  );
  for (const [label, name, digits] of lines) {
    const [without, withBlock] = [median("without", name), median("with", name)];
    const ratio = without === 0 ? "" : (withBlock / without).toFixed(3);
    process.stdout.write(
      `${label.padEnd(34)}${without.toFixed(digits).padStart(10)}${withBlock.toFixed(digits).padStart(10)}${ratio.padStart(10)}\n`,
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}

function addressesOf(started: ChildProcess): Promise<Addresses> {
  return new Promise((resolve, reject) => {
    let output = "";
    started.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const line = output.split("\n").find((candidate) => candidate.startsWith("{"));
      if (line !== undefined && output.includes("\n")) resolve(JSON.parse(line) as Addresses);
    });
    started.once("close", (code) => {
      reject(new Error(`The sandbox ended before it was ready (exit code ${code ?? "none"}).`));
    });
  });
}
