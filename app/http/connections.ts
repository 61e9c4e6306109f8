import type { Server } from "node:http";
import type { ClientAddresses } from "./clientAddress.ts";

/** Of all clients together: each costs some 20 kB before it has said anything. */
const MOST_CONNECTIONS = 2_000;

/**
 * Of one address, where no trusted proxy stands there. As much as a proxy that nobody named may need in a flash sale:
 * behind it are Shopify's webhooks too.
 */
const MOST_CONNECTIONS_OF_ADDRESS = 500;

/** In milliseconds. A request, its body included, comes within ten seconds, or its connection is cut. */
export const SERVER_TIMES = {
  headersTimeout: 9_000,
  requestTimeout: 9_000,
  connectionsCheckingInterval: 500,
};

/** Takes no more connections than the process has memory for, and no more of one client than its share. */
export function limitConnections(server: Server, addresses: ClientAddresses): void {
  server.maxConnections = MOST_CONNECTIONS;
  const counts = new Map<string, number>();
  server.on("connection", (socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || addresses.isTrusted(remoteAddress)) return;
    const count = counts.get(remoteAddress) ?? 0;
    if (count >= MOST_CONNECTIONS_OF_ADDRESS) {
      socket.destroy();
      return;
    }
    counts.set(remoteAddress, count + 1);
    socket.once("close", () => {
      const left = (counts.get(remoteAddress) ?? 1) - 1;
      if (left > 0) counts.set(remoteAddress, left);
      else counts.delete(remoteAddress);
    });
  });
}
