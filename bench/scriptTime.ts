import type { Browser } from "@playwright/test";

interface TraceEvent {
  name: string;
  ts: number;
  dur?: number;
  tid: number;
  args: { data?: { url?: string }; fileName?: string };
}

const RUNS_SCRIPT = new Set(["v8.compile", "EvaluateScript", "FunctionCall"]);
const SLOWER = 4;
const SETTLES_MILLISECONDS = 1_000;

interface ScriptTime {
  /** Until the page has loaded. */
  loadMilliseconds: number;
  /** In the second after that, when the browser has nothing else to do. */
  idleMilliseconds: number;
}

/**
 * How long a script keeps the main thread busy when a page is opened, at a processor four times slower: its
 * compilation, its evaluation and every call into it, as the browser traces them.
 */
export async function scriptTimeAtLoad(browser: Browser, url: string, script: RegExp): Promise<ScriptTime> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await browser.startTracing(page, { categories: ["devtools.timeline", "v8"] });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(SETTLES_MILLISECONDS);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  await page.close();
  const ofScript = traceEvents.filter(
    ({ name, args }) => RUNS_SCRIPT.has(name) && script.test(args.data?.url ?? args.fileName ?? ""),
  );
  const loaded = Math.max(...traceEvents.filter(({ name }) => name === "MarkLoad").map(({ ts }) => ts));
  return {
    loadMilliseconds: coveredMicroseconds(ofScript.filter(({ ts }) => ts <= loaded)) / 1000,
    idleMilliseconds: coveredMicroseconds(ofScript.filter(({ ts }) => ts > loaded)) / 1000,
  };
}

/** A call within an evaluation is counted once. */
function coveredMicroseconds(events: TraceEvent[]): number {
  let covered = 0;
  let until = 0;
  for (const { ts, dur = 0 } of events.toSorted((a, b) => a.ts - b.ts)) {
    covered += Math.max(0, ts + dur - Math.max(ts, until));
    until = Math.max(until, ts + dur);
  }
  return covered;
}
