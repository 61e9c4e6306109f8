import type { Server, ServerResponse } from "node:http";
import onHeaders from "on-headers";

/** What every answer says, errors and downloads included, unless whoever makes the answer says otherwise. */
export type SecurityHeaders = Readonly<Record<string, string>>;

const NO_FRAME = "frame-ancestors 'none'";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Pages that the admin embeds name the shop that may (app/shopify); nobody may embed anything else. Addresses are told
 * to no other site. What is not said to be for everybody is kept by no browser and no proxy.
 * @param appUrl where browsers find the app: behind https they are told to stay there
 */
export function securityHeaders(appUrl: string): SecurityHeaders {
  return {
    "content-security-policy": NO_FRAME,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    ...(appUrl.startsWith("https:") ? { "strict-transport-security": `max-age=${YEAR_SECONDS}` } : {}),
  };
}

/** Adds what is missing when the head of the answer is written: Remix appends its headers to those there are. */
export function addWhenWritten(response: ServerResponse, headers: SecurityHeaders): void {
  onHeaders(response, () => {
    for (const [name, value] of Object.entries(headers))
      if (!response.hasHeader(name)) response.setHeader(name, value);
    const policy = String(response.getHeader("content-security-policy"));
    // Express's own pages, such as those of its redirections, have a policy that says nothing of frames.
    if (!policy.includes("frame-ancestors"))
      response.setHeader("content-security-policy", `${policy}; ${NO_FRAME}`);
  });
}

const STATUS_LINES: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
};

/** Answers what is no request, or did not come in time, as Node does, with the headers. */
export function answerClientErrors(server: Server, headers: SecurityHeaders): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // Nothing may be written into the middle of another answer.
    const isFirst = "bytesWritten" in socket && socket.bytesWritten === 0;
    if (isFirst && socket.writable && error.code !== "ECONNRESET") {
      const status = STATUS_LINES[error.code ?? ""] ?? "400 Bad Request";
      socket.write(`HTTP/1.1 ${status}\r\n${lines.join("")}connection: close\r\n\r\n`);
    }
    socket.destroy();
  });
}
