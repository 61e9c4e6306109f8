import { connect, type Socket } from "node:net";

/** A client that keeps its connections, whatever the server does, and reads what it is told. */
export interface Attack {
  sockets: readonly Socket[];
  /** What the server said on each that it closed. */
  closed: Promise<string>[];
  end(): void;
}

/** Opens connections, and says on each what is given. */
export function attack(url: string, connections: number, says: readonly (string | Buffer)[]): Attack {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname));
  const closed = sockets.map(
    (socket) =>
      new Promise<string>((resolve) => {
        let said = "";
        socket.on("data", (bytes: Buffer) => (said += bytes.toString("latin1")));
        // To be cut while one still writes is what attackers are to find.
        socket.on("error", () => undefined);
        socket.once("connect", () => {
          for (const part of says) socket.write(part);
        });
        socket.once("close", () => {
          resolve(said);
        });
      }),
  );
  return {
    sockets,
    closed,
    end: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The head of a request, ready for its body. */
export function head(line: string, headers: Record<string, string | number>): string {
  const lines = Object.entries({ host: "app", ...headers }).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, ...lines, "\r\n"].join("\r\n");
}
