import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createClientAddresses } from "./clientAddress.ts";
import { limitConnections } from "./connections.ts";

const server = createServer((_, response) => response.end());
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it("takes no more connections of one address than its share, until one of them closes", async () => {
  limitConnections(server, createClientAddresses({ trustsPrivate: false, ranges: [] }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  /** @returns the connection, where it was answered on it */
  const open = async () => {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    socket.write("GET / HTTP/1.1\r\nhost: app\r\n\r\n");
    const isAnswered = await Promise.race([
      once(socket, "data").then(() => true),
      new Promise<false>((resolve) =>
        socket.once("close", () => {
          resolve(false);
        }),
      ),
    ]);
    return isAnswered ? socket : null;
  };
  const taken = [];
  for (let socket = await open(); socket !== null; socket = await open()) taken.push(socket);
  expect(taken).toHaveLength(500);

  const [first] = taken;
  const closed = new Promise((resolve) => first?.once("close", resolve));
  first?.end();
  await closed;
  expect(await open()).not.toBeNull();
});
