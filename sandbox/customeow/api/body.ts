import type { IncomingMessage } from "node:http";
import { ApiError } from "./apiError.ts";

const MAXIMUM_BYTES = 1_000_000;

/** The request's JSON; undefined when it has no body. @throws ApiError when it is not JSON, or larger than 1 MB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAXIMUM_BYTES) throw new ApiError("badParameter", "body: larger than 1 MB");
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new ApiError("badParameter", "body: is not JSON");
  }
}
