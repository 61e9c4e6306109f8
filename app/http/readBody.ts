import type { IncomingMessage } from "node:http";
import type { BodyPlace } from "./bodyRoom.ts";

/** A sender that is told "too large" while it still sends takes it for a cut connection: so much more is let in. */
const LET_IN = 16;

/** Why there is no body. */
export type NoBody = "too_large" | "no_room" | "cut";

/**
 * The bytes of a request's body; `too_large` where there are more than allowed, `no_room` where so much is being read of
 * other bodies, `cut` where the sender went away. What is too much is not kept, and from sixteen times the allowed size
 * on not read either.
 */
export function readBody(
  request: IncomingMessage,
  mostBytes: number,
  place: BodyPlace,
): Promise<Buffer | NoBody> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > mostBytes * LET_IN) return Promise.resolve("too_large");
  if (!place.fits(Math.min(announced, mostBytes))) return Promise.resolve("no_room");
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    const end = (body: Buffer | NoBody): void => {
      chunks = [];
      place.leave();
      resolve(body);
    };
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) {
        if (place.take(chunk.length)) {
          chunks.push(chunk);
          return;
        }
        request.pause();
        end("no_room");
        return;
      }
      chunks = [];
      place.leave();
      if (bytes <= mostBytes * LET_IN) return;
      request.pause();
      end("too_large");
    });
    request.once("end", () => {
      end(bytes > mostBytes ? "too_large" : Buffer.concat(chunks));
    });
    // After `end` this says nothing new.
    request.once("close", () => {
      end("cut");
    });
    request.once("error", () => {
      end("cut");
    });
  });
}
