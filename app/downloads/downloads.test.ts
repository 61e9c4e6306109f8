import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createDownloads, type DownloadLimits, type Downloads, type OpenedFile } from "./downloads.ts";

const limits: DownloadLimits = {
  mostBytes: 1_000_000,
  answersWithinMilliseconds: 5_000,
  silentForMilliseconds: 5_000,
  endsWithinMilliseconds: 60_000,
};
const never = () => new AbortController().signal;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<{ address: string; server: Server }> {
  const server = createServer(listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** From this machine, which is named, and from anywhere over https. */
function downloads(own: Partial<DownloadLimits> = {}, hostname = "127.0.0.1"): Downloads {
  const door = createDownloads(
    [
      { protocol: "http:", hostname, port: "*" },
      { protocol: "https:", hostname: "*", port: "*" },
    ],
    { ...limits, ...own },
  );
  closers.push(() => door.close());
  return door;
}

async function opened(address: string, door = downloads()): Promise<OpenedFile> {
  const opening = await door.open(address, never());
  if (opening.outcome !== "opened") throw new Error(`It was not opened: ${opening.problem.code}`);
  return opening.file;
}

async function problem(address: string, door = downloads()): Promise<string> {
  const opening = await door.open(address, never());
  if (opening.outcome === "opened") throw new Error("It was opened.");
  return opening.problem.code;
}

describe("what is downloaded", () => {
  it("is the file, with its length and type", async () => {
    const { address } = await serve((_, response) =>
      response.setHeader("content-type", "image/png").end("png"),
    );
    const file = await opened(`${address}/a.png`);
    expect({ ...file, body: String(await buffer(file.body)) }).toEqual({
      body: "png",
      contentType: "image/png",
      bytes: 3,
    });
  });

  it("is whole where its server compresses it all the same", async () => {
    const bytes = Buffer.alloc(50_000, "file");
    const { address } = await serve((_, response) => {
      const compressed = gzipSync(bytes);
      response.writeHead(200, { "content-encoding": "gzip", "content-length": compressed.length });
      response.end(compressed);
    });
    const file = await opened(address);
    expect(file.bytes).toBeNull();
    expect(await buffer(file.body)).toEqual(bytes);
  });

  it.each([
    ["text/html", undefined],
    ["image/svg+xml", "application/octet-stream"],
    ["application/javascript", "application/octet-stream"],
    ["image/png; charset=x", "image/png"],
  ])("is never of a type that a browser runs: %s", async (said, given) => {
    const { address } = await serve((_, response) => response.setHeader("content-type", said).end("x"));
    if (given === undefined) expect(await problem(address)).toBe("not_a_file");
    else expect((await opened(address)).contentType).toBe(given);
  });

  it("comes with nothing of the app's: no key, no cookie, no referrer", async () => {
    let headers: string[] = [];
    const { address } = await serve((request, response) => {
      headers = Object.keys(request.headers).toSorted();
      response.end("x");
    });
    await buffer((await opened(address)).body);
    expect(headers).toEqual(["accept-encoding", "connection", "host"]);
  });
});

describe("an address that leads elsewhere", () => {
  it("is followed", async () => {
    const { address } = await serve((request, response) => {
      if (request.url === "/file") response.end("here");
      else response.writeHead(302, { location: "/file" }).end();
    });
    expect(String(await buffer((await opened(address)).body))).toBe("here");
  });

  it("is not followed for ever", async () => {
    const { address } = await serve((_, response) => response.writeHead(302, { location: "/" }).end());
    expect(await problem(address)).toBe("too_many_redirections");
  });

  it("is not followed to where nothing may be downloaded from", async () => {
    let isAsked = false;
    const inside = await serve((_, response) => {
      isAsked = true;
      response.end("secret");
    });
    const port = new URL(inside.address).port;
    for (const to of [`http://localhost:${port}/`, `https://127.0.0.1:${port}/`, "file:///etc/passwd"]) {
      const { address } = await serve((_, response) => response.writeHead(302, { location: to }).end());
      expect(await problem(address, downloads()), to).toBe("address_refused");
    }
    expect(isAsked).toBe(false);
  });
});

describe("a private address", () => {
  it("is refused in every writing, and under a name that leads there, without a connection", async () => {
    const { address, server } = await serve((_, response) => response.end("secret"));
    const { port } = new URL(address);
    let connections = 0;
    server.on("connection", () => (connections += 1));
    const door = downloads({}, "files.example.com");
    for (const host of [
      "127.0.0.1",
      "2130706433",
      "[::ffff:127.0.0.1]",
      "localhost",
      "10.0.0.1",
      "169.254.169.254",
    ])
      expect(await problem(`https://${host}:${port}/`, door), host).toBe("address_refused");
    expect(connections).toBe(0);
  });
});

describe("limits", () => {
  it("refuse a file that says that it is too large", async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { "content-length": 1_000_001 });
      response.flushHeaders();
    });
    expect(await problem(address)).toBe("too_large");
  });

  it("cut a file that turns out to be too large, compressed or not", async () => {
    for (const headers of [{}, { "content-encoding": "gzip" }]) {
      const bytes = Buffer.alloc(3_000_000);
      const { address } = await serve((_, response) => {
        response.writeHead(200, headers);
        response.end("content-encoding" in headers ? gzipSync(bytes) : bytes);
      });
      const { body } = await opened(address);
      await expect(buffer(body)).rejects.toThrow();
    }
  });

  it("end the wait for a server that does not answer, or falls silent", async () => {
    const silent = await serve(() => undefined);
    expect(await problem(silent.address, downloads({ answersWithinMilliseconds: 200 }))).toBe("not_reached");
    const stalling = await serve((_, response) => response.write("begin"));
    const { body } = await opened(stalling.address, downloads({ silentForMilliseconds: 200 }));
    await expect(buffer(body)).rejects.toThrow();
  });

  it("end one that takes too long as a whole, however busy it is", async () => {
    const { address } = await serve((_, response) => {
      const timer = setInterval(() => response.write("x"), 20);
      response.once("close", () => {
        clearInterval(timer);
      });
    });
    const { body } = await opened(address, downloads({ endsWithinMilliseconds: 500 }));
    await expect(buffer(body)).rejects.toThrow();
  });
});

describe("whoever downloads", () => {
  it("is waited for by the server: what nobody reads is not fetched", async () => {
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const { address } = await serve((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    });
    const { body } = await opened(address, downloads({ mostBytes: 4_000_000_000 }));
    let before = -1;
    while (sent > before) {
      before = sent;
      await pause(300);
    }
    // What the sockets of both sides hold is the kernel's.
    expect(sent).toBeLessThan(20_000_000);
    expect(body.readableLength).toBeLessThan(1_000_000);
    body.destroy();
  });

  it("has the server's connection cut by going away", async () => {
    const sockets: Socket[] = [];
    const { address, server } = await serve((_, response) => response.write("begin"));
    server.on("connection", (socket) => sockets.push(socket));
    const leaving = new AbortController();
    const opening = await downloads().open(address, leaving.signal);
    if (opening.outcome !== "opened") throw new Error(opening.problem.code);
    const [socket] = sockets;
    if (socket === undefined) throw new Error("Nobody came.");
    opening.file.body.on("error", () => undefined);
    const closed = once(socket, "close");
    leaving.abort();
    await closed;
  });
});
