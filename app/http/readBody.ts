import type { IncomingMessage } from "node:http";

/** A sender that is told "too large" while it still sends takes it for a cut connection: so much more is let in. */
const LET_IN = 16;

/**
 * The bytes of a request's body; `too_large` where there are more than allowed, `cut` where the sender went away. What
 * is too much is not kept, and from sixteen times the allowed size on not read either.
 */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | "too_large" | "cut"> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes * LET_IN)
    return Promise.resolve("too_large");
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) chunks = [];
      else chunks.push(chunk);
      if (bytes <= mostBytes * LET_IN) return;
      request.pause();
      resolve("too_large");
    });
    request.once("end", () => {
      resolve(bytes > mostBytes ? "too_large" : Buffer.concat(chunks));
    });
    // After `end` this says nothing new.
    request.once("close", () => {
      resolve("cut");
    });
    request.once("error", () => {
      resolve("cut");
    });
  });
}
