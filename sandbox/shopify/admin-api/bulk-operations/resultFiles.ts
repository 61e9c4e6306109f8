import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RequestHandler, Response } from "express";
import type { Faults } from "../faults.ts";
import { type BulkOperation, type BulkOperations, fileOf } from "./bulkOperations.ts";

/** Where the operation's file is downloaded. Whoever has the address may. @param origin of the stand-in */
export function resultUrl(origin: string, { fileName, urlExpiresAt }: BulkOperation): string {
  return `${origin}/bulk-operation-results/${fileName}.jsonl?Expires=${Math.floor(urlExpiresAt.getTime() / 1000)}`;
}

/**
 * As Google's storage, where Shopify keeps the files: no token is asked for, and an address is good for a time.
 * Requests for anything else pass.
 */
export function resultFiles(apis: readonly { bulk: BulkOperations; faults: Faults }[]): RequestHandler {
  return (request, response, next) => {
    const name = /^\/bulk-operation-results\/([\w-]+)\.jsonl$/.exec(request.path)?.[1];
    if (request.method !== "GET" || name === undefined) {
      next();
      return;
    }
    const api = apis.find(({ bulk }) => bulk.list().some(({ fileName }) => fileName === name));
    const operation = api?.bulk.list().find(({ fileName }) => fileName === name);
    const fault = api?.faults.take("download", "status", "no-answer", "reset-before", "reset-after");
    const lines = operation && fileOf(operation, new Date());
    if (fault?.fault === "no-answer") return;
    if (fault?.fault === "reset-before") request.socket.destroy();
    else if (fault?.fault === "status") refuse(response, fault.status, "InternalError");
    else if (!operation) refuse(response, 404, "NoSuchKey");
    else if (!lines) refuse(response, 400, "ExpiredToken");
    else send(response, lines, fault?.fault === "reset-after");
  };
}

function refuse(response: Response, status: number, code: string): void {
  response.status(status).type("application/xml");
  response.send(`<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code></Error>`);
}

/** @param isCut half of it is sent, and then the connection is cut */
function send(response: Response, lines: readonly string[], isCut: boolean): void {
  response.type("application/jsonl");
  const sent = isCut ? lines.slice(0, Math.ceil(lines.length / 2)) : lines;
  pipeline(Readable.from(chunks(sent)), response, { end: !isCut }).then(
    () => isCut && response.socket?.destroy(),
    // Who goes away in the middle is no failure of ours.
    () => undefined,
  );
}

const LINES_OF_A_CHUNK = 500;

function* chunks(lines: readonly string[]): Generator<string> {
  for (let start = 0; start < lines.length; start += LINES_OF_A_CHUNK)
    yield `${lines.slice(start, start + LINES_OF_A_CHUNK).join("\n")}\n`;
}
