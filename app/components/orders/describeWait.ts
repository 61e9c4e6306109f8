import { counted } from "../counted.ts";

/** A time that is an estimate, in words: "1 minute", "2 hours". */
export function describeWait(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 90 ? counted(minutes, "minute") : counted(Math.round(minutes / 60), "hour");
}
