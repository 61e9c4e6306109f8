import { pino, type Logger } from "pino";

export type Log = Logger;

/** What is never printed, wherever it stands in a logged object. */
const SECRETS = [
  "apiKey",
  "accessToken",
  "refreshToken",
  "apiSecret",
  "authorization",
  "id_token",
  "password",
];

const CENSOR = "(hidden)";

/** Lines are written some at a time: at the latest after this long, when the process ends, and with a fatal one. */
const WRITTEN_WITHIN_MILLISECONDS = 250;
const WRITTEN_AT_ONCE_BYTES = 4096;

/**
 * One JSON line for each event, on standard output. Say what it is about with the child fields `shop`, `orderId`,
 * `deliveryId`, `job`, so that one order can be followed through all processes.
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
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: CENSOR },
    },
    output,
  );
}

/**
 * The same log, for lines that come thousands a second and hold plain values only: secrets are hidden by their name, but
 * not looked for inside of what is logged, which costs three times the rest of the line.
 */
export function plainLines(log: Log): Log {
  return log.child({}, { redact: { paths: SECRETS, censor: CENSOR } });
}
