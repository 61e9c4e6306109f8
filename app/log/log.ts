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

/**
 * One JSON line for each event, on standard output. Say what it is about with the child fields `shop`, `orderId`,
 * `deliveryId`, `job`, so that one order can be followed through all processes.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "(hidden)" },
  });
}
