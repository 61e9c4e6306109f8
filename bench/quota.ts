import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createCustomeowClient } from "../app/customeow/client.ts";
import { openPool } from "../app/database/pool.ts";
import { createSql } from "../app/database/sql.ts";
import { startEmbeddedPostgres } from "../app/database/embeddedPostgres.ts";
import { applyMigrations } from "../app/database/migrations.ts";
import { createQuotaLimiter } from "../app/quota/limiter.ts";
import { startCustomeow } from "../sandbox/customeow/start.ts";
import { median } from "./median.ts";

/**
 * How much of a key's quota is used under backlog, and how often it is exceeded as CustoMeow counts, side by side in
 * one run: the app's line, over three processes' worth of limiters; and two bare alternatives that know nothing of
 * answers: a local sliding window over the moments of sending, and an even pace.
 */
const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "60" },
    "window-seconds": { type: "string", default: "60" },
    "answer-seconds": { type: "string", default: "3" },
    windows: { type: "string", default: "4" },
  },
});
const quota = { requests: Number(values.requests), windowSeconds: Number(values["window-seconds"]) };
const windowMilliseconds = quota.windowSeconds * 1000;
const answerMilliseconds = Number(values["answer-seconds"]) * 1000;
const windows = Number(values.windows);
const TIMEOUT_MILLISECONDS = 30_000;
const SENDERS = 30;

type Send = () => Promise<unknown>;
/** Sends one after the other, each when it may, until the time is over. */
type Method = (send: Send, isOver: () => boolean) => Promise<void>;

const directory = await mkdtemp(join(tmpdir(), "customeow-bench-"));
const postgres = await startEmbeddedPostgres(directory);
await applyMigrations(postgres.url);
const pools = [1, 2, 3].map(() => openPool(postgres.url, { connections: 5 }));
const limiters = pools.map((pool) =>
  createQuotaLimiter(createSql(pool), { requests: quota.requests, windowMilliseconds }, TIMEOUT_MILLISECONDS),
);

const methods: Record<string, Method> = {
  "the app's line": (send, isOver) =>
    manySenders(isOver, (sender) => {
      const demand = { apiKeyFingerprint: "bench", shopId: null, urgency: "order" as const };
      return limiters[sender % limiters.length]?.run(demand, send, () => ({ kind: "answered" }));
    }),
  "bare: window of sends": (send, isOver) => {
    const sent: number[] = [];
    return manySenders(isOver, async () => {
      for (;;) {
        while ((sent[0] ?? Infinity) <= performance.now() - windowMilliseconds) sent.shift();
        if (sent.length < quota.requests) break;
        await pause(5);
      }
      sent.push(performance.now());
      await send();
    });
  },
  "bare: even pace": async (send, isOver) => {
    const underWay: Promise<unknown>[] = [];
    while (!isOver()) {
      underWay.push(send());
      await pause(windowMilliseconds / quota.requests);
    }
    await Promise.all(underWay);
  },
};

async function manySenders(
  isOver: () => boolean,
  sendOne: (sender: number) => Promise<unknown> | undefined,
): Promise<void> {
  await Promise.all(
    Array.from({ length: SENDERS }, async (_, sender) => {
      while (!isOver()) await sendOne(sender);
    }),
  );
}

const customeow = await startCustomeow({
  port: 0,
  quota,
  latencyMilliseconds: { least: answerMilliseconds, most: answerMilliseconds },
  stores: Object.keys(methods).map((name, index) => ({
    apiKey: keyOf(name),
    storeId: String(1000 + index),
    storeName: name,
    skus: [],
  })),
});

function keyOf(name: string): string {
  return name.replaceAll(/\W+/g, "-");
}

async function requestTimes(): Promise<{ apiKey: string; at: number }[]> {
  const answer = await fetch(`${customeow.url}/sandbox/state?requests=100000`);
  const { requests } = (await answer.json()) as { requests: { key: string; at: string }[] };
  return requests.map(({ key, at }) => ({ apiKey: key, at: Date.parse(at) }));
}

/** From each request, how long as many as the quota allows took: a window, where all of it was used. */
function usedShares(times: number[]): number[] {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted
    .slice(quota.requests)
    .map((at, index) => windowMilliseconds / (at - (sorted[index] ?? Number.NaN)));
}

const start = Date.now();
const isOver = () => Date.now() >= start + windows * windowMilliseconds;
await Promise.all(
  Object.entries(methods).map(([name, method], index) => {
    const client = createCustomeowClient({ baseUrl: `${customeow.url}/v1`, apiKey: keyOf(name) });
    return method(() => client.skus(String(1000 + index), 1, 1), isOver);
  }),
);

const times = await requestTimes();
const state = (await (await fetch(`${customeow.url}/sandbox/state`)).json()) as {
  quota: Record<string, { violations: number }>;
};
process.stdout.write(
  `${quota.requests} requests in any ${quota.windowSeconds} s, answers after ${answerMilliseconds / 1000} s, ${windows} windows\n\n`,
);
for (const name of Object.keys(methods)) {
  const own = times.filter(({ apiKey }) => apiKey === keyOf(name)).map(({ at }) => at);
  const share = median(usedShares(own));
  const violations = state.quota[keyOf(name)]?.violations ?? 0;
  process.stdout.write(
    `${name.padEnd(24)} ${(100 * share).toFixed(1).padStart(6)} % of the quota used (median)   ${violations} refused as too many\n`,
  );
}

await customeow.close();
await Promise.all(pools.map((pool) => pool.end()));
await postgres.stop();
await rm(directory, { recursive: true, force: true });
