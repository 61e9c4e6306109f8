import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log/log.ts";
import { CHANNEL, notify, queuesOf } from "./bell.ts";
import type { QueueName } from "./catalogue.ts";

export interface Listener {
  /** False while notifications do not come, and jobs are to be looked for more often. */
  hears: () => boolean;
  close(): Promise<void>;
}

const AGAIN_AFTER_MILLISECONDS = { lost: 5_000, deaf: 60_000 };
/** A connection of which nothing is heard, not even that it is closed, is given up. */
const PROBE_MILLISECONDS = 30_000;
const HEARD_WITHIN_MILLISECONDS = 5_000;

interface ListenerOptions {
  /** Of a connection past any pooler that lends connections for a transaction. */
  config: pg.ClientConfig;
  /** Where the notifications come from. */
  pool: pg.Pool;
  onQueues: (queues: QueueName[]) => void;
  log: Log;
}

/**
 * Listens for what other processes say of new jobs, on the only connection that is the process's own. Whether it hears
 * is found out by saying something: a pooler takes a `LISTEN` and passes nothing on. Deaf, it loses nothing: jobs are
 * looked for.
 */
export function listenForJobs({ config, pool, onQueues, log }: ListenerOptions): Listener {
  const probe = `probe ${crypto.randomUUID()}`;
  const closed = new AbortController();
  const isClosed = (): boolean => closed.signal.aborted;
  let isHearing = false;
  let onProbe = (): void => undefined;

  async function listenUntilClosed(): Promise<void> {
    while (!isClosed()) {
      const hasHeard = await listenUntilLost();
      if (isClosed()) return;
      log.warn("notifications of new jobs are not heard; jobs are looked for more often");
      const { lost, deaf } = AGAIN_AFTER_MILLISECONDS;
      await pause(hasHeard ? lost : deaf, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  }

  /** @returns whether anything could be heard before the connection was lost */
  async function listenUntilLost(): Promise<boolean> {
    const client = new pg.Client({ ...config, keepAlive: true });
    const lost = new AbortController();
    client.on("error", () => {
      lost.abort();
    });
    client.on("end", () => {
      lost.abort();
    });
    client.on("notification", ({ payload = "" }) => {
      if (payload === probe) onProbe();
      else onQueues(queuesOf(payload));
    });
    const over = AbortSignal.any([closed.signal, lost.signal]);
    let hasHeard = false;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      while (!over.aborted && (await isHeard())) {
        hasHeard = isHearing = true;
        await pause(PROBE_MILLISECONDS, undefined, { signal: over }).catch(() => undefined);
      }
    } catch (error) {
      log.warn({ err: error }, "the connection for notifications was lost");
    } finally {
      isHearing = false;
      await client.end().catch(() => undefined);
    }
    return hasHeard;
  }

  async function isHeard(): Promise<boolean> {
    const heard = new Promise<boolean>((resolve) => {
      onProbe = () => {
        resolve(true);
      };
    });
    await notify(pool, probe);
    return Promise.race([
      heard,
      pause(HEARD_WITHIN_MILLISECONDS, false, { signal: closed.signal, ref: false }),
    ]);
  }

  const listening = listenUntilClosed();
  return {
    hears: () => isHearing,
    async close() {
      closed.abort();
      await listening;
    },
  };
}
