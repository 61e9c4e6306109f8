import { pino, type Logger } from "pino";
import { withoutSecrets } from "./mask.ts";

export type Log = Logger;

/** Lines are written some at a time: at the latest after this long, when the process ends, and with a fatal one. */
const WRITTEN_WITHIN_MILLISECONDS = 250;
const WRITTEN_AT_ONCE_BYTES = 4096;

/**
 * One JSON line for each event, on standard output. Say what it is about with the child fields `shop`, `orderId`,
 * `deliveryId`, `job`, so that one order can be followed through all processes. Secrets are hidden in every line.
 */
export function createLog(level: string): Log {
  const output = pino.destination({
    sync: true,
    minLength: WRITTEN_AT_ONCE_BYTES,
    periodicFlush: WRITTEN_WITHIN_MILLISECONDS,
  });
  process.once("exit", () => {
    output.flushSync();
  });
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => output.write(withoutSecrets(line)) },
  );
}
