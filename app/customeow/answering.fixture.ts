import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server says to every request until it is told otherwise. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

export interface AnsweringServer {
  baseUrl: string;
  requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];
  answer(answering: Answering): void;
  close(): Promise<void>;
}

/** An HTTP server on this machine that answers as a test says. */
export async function answeringServer(): Promise<AnsweringServer> {
  let answering: Answering = (_request, response) => response.end();
  const requests: AnsweringServer["requests"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      requests.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      answering(request, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    answer: (next) => (answering = next),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

export function says(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answering {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };
}

/** CustoMeow's envelope around `data`, given as JSON text so that numbers of any size can stand in it. */
export const success = (data: string) => says(200, `{"code":0,"message":"OK","data":${data}}`);
