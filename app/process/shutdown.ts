import type { Log } from "../log/log.ts";

/** What must be closed when the process ends, in the order in which it was opened. */
export interface ShutdownList {
  add(name: string, close: () => Promise<void>): void;
  /** Closes everything, newest first. One that fails is logged and does not keep the others open. */
  close(): Promise<void>;
}

export function createShutdownList(log: Log): ShutdownList {
  const open: { name: string; close: () => Promise<void> }[] = [];
  return {
    add: (name, close) => {
      open.push({ name, close });
    },
    close: async () => {
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        try {
          await next.close();
        } catch (error) {
          log.error({ err: error }, `could not close ${next.name}`);
        }
      }
    },
  };
}

/** Ends the process cleanly on Ctrl-C and on the host's stop signal; a second signal ends it at once. */
export function closeOnSignal(list: ShutdownList, log: Log): void {
  let closing = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (closing) process.exit(1);
    closing = true;
    log.info({ signal }, "stopping: no new work is taken, what runs is finished");
    void list.close().then(() => process.exit(0));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}
