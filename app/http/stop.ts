import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { SecurityHeaders } from "./securityHeaders.ts";

/** How a server ends. */
export interface HttpStop {
  isStopping: () => boolean;
  /**
   * Takes no new connection, and tells those there are that they close with their next answer. A busy client would
   * keep its connection for ever otherwise.
   */
  stopTaking: () => void;
  /**
   * Waits for the answers that are under way. At the deadline those that have not begun are refused with 503, and
   * every connection is cut, whoever does not read included.
   * @returns how many answers did not come to their end
   */
  close(deadline: AbortSignal): Promise<number>;
}

/** When a sender that was refused is to come again: by then, another process serves. */
const COME_AGAIN_SECONDS = "5";

/** So long a refusal may take to leave. */
const REFUSED_WITHIN_MILLISECONDS = 200;

/** Must be called before the server is given its listener, so that it sees each request first. */
export function prepareStop(server: Server, headers: SecurityHeaders): HttpStop {
  const sockets = new Set<Socket>();
  const underWay = new Set<ServerResponse>();
  let closed: Promise<void> | null = null;

  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("request", (_, response) => {
    underWay.add(response);
    if (closed !== null) closeAfter(response);
    response.once("close", () => {
      underWay.delete(response);
      // Whose answer had begun before was not told, and is closed now that it is idle.
      if (closed !== null) server.closeIdleConnections();
    });
  });

  function stopTaking(): Promise<void> {
    if (closed !== null) return closed;
    closed = new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    underWay.forEach(closeAfter);
    // Node takes a connection on which nothing came yet for a busy one.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    return closed;
  }

  return {
    isStopping: () => closed !== null,
    stopTaking: () => void stopTaking(),
    async close(deadline) {
      const closing = stopTaking();
      await Promise.race([closing, untilAborted(deadline)]);
      const unfinished = underWay.size;
      for (const response of underWay) refuse(response, headers);
      await Promise.race([closing, pause(REFUSED_WITHIN_MILLISECONDS)]);
      server.closeAllConnections();
      await closing;
      return unfinished;
    },
  };
}

function closeAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}

function refuse(response: ServerResponse, headers: SecurityHeaders): void {
  if (response.headersSent) return;
  const refusal = { connection: "close", "content-length": "0", "retry-after": COME_AGAIN_SECONDS };
  response.writeHead(503, { ...headers, ...refusal }).end();
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
