import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createProxyServer } from "http-proxy-3";
import { type LocalServer, listen } from "./localServer.ts";

interface AppProxyOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where the app itself listens, e.g. `http://localhost:3000`. */
  target: string;
}

/** Any port of this machine: the stand-in's admin is the only thing there that embeds the app. */
const LOCAL_ADMIN = "http://localhost:*";

/**
 * The app's public address in the sandbox: a reverse proxy that changes one thing only. Where the app lets the
 * Shopify admin embed it (`frame-ancestors … https://admin.shopify.com …`), the local admin is let too. An app
 * that forgets Shopify's admin is refused by the browser here as it would be there.
 * @throws Error naming the port when it is in use.
 */
export async function startAppProxy({ port, target }: AppProxyOptions): Promise<LocalServer> {
  const proxy = createProxyServer({ target, ws: true });
  proxy.on("proxyRes", allowLocalAdmin);
  proxy.on("error", (_error, _request, response) => {
    if ("writeHead" in response) sayThatAppIsDown(response, target);
    else response.destroy();
  });
  const server = createServer((request, response) => {
    proxy.web(request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    // A WebSocket's error ends its own connection: without a listener it would end the process.
    socket.on("error", () => socket.destroy());
    proxy.ws(request, socket, head);
  });
  const local = await listen(server, port);
  return {
    url: local.url,
    close: async () => {
      await local.close();
      proxy.close();
    },
  };
}

function allowLocalAdmin(answer: IncomingMessage): void {
  const policy = answer.headers["content-security-policy"];
  if (typeof policy !== "string") return;
  answer.headers["content-security-policy"] = policy.replace(
    /frame-ancestors [^;]*https:\/\/admin\.shopify\.com/i,
    (directive) => `${directive} ${LOCAL_ADMIN}`,
  );
}

function sayThatAppIsDown(response: ServerResponse, target: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>The app is not running</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem">
<h1 style="font-size: 1.4rem">The app is not running</h1>
<p>Nothing answers at ${target}. It may still be starting: wait a moment and reload. If this stays, look at the app's
log in the terminal.</p></body></html>`);
}
