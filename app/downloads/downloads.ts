import type { Readable } from "node:stream";
import { Agent, type Dispatcher, interceptors, request } from "undici";
import type { FileOrigin } from "../config/settings.ts";
import type { Fact } from "../facts/fact.ts";
import { isPage, safeType } from "./fileTypes.ts";
import { type Trust, trustIn } from "./fileOrigins.ts";
import type { DownloadProblems } from "./problems.ts";
import { isPrivateLiteral, lookUpPublic, PrivateAddressError } from "./publicAddresses.ts";

/** A file of another server, as it comes. Who opened it reads `body` to its end or destroys it. */
export interface OpenedFile {
  body: Readable;
  /** One that no browser runs. */
  contentType: string;
  /** Null where it is not known before the end. */
  bytes: number | null;
}

export type Opening =
  { outcome: "opened"; file: OpenedFile } | { outcome: "not_opened"; problem: Fact<DownloadProblems> };

/**
 * The one door to files at addresses that others name. Invariants: nothing but an allowed origin is connected to, at
 * each redirection anew; no private address, whatever its name, unless the operator named that origin; size and time
 * have limits; nobody's key or cookie goes along.
 */
export interface Downloads {
  /**
   * @param signal ends it, before the file has come or in the middle of it
   * @throws Error where the signal ended it
   */
  open(address: string, signal: AbortSignal): Promise<Opening>;
  close(): Promise<void>;
}

export interface DownloadLimits {
  /** A production file may well have some hundreds of megabytes. */
  mostBytes: number;
  /** From asking to the first byte. */
  answersWithinMilliseconds: number;
  /** Between two bytes. */
  silentForMilliseconds: number;
  /** All of it, on a slow line. */
  endsWithinMilliseconds: number;
}

const MEGABYTE = 1024 * 1024;
const SECOND = 1000;

const USUAL_LIMITS: DownloadLimits = {
  mostBytes: 4096 * MEGABYTE,
  answersWithinMilliseconds: 30 * SECOND,
  silentForMilliseconds: 60 * SECOND,
  endsWithinMilliseconds: 60 * 60 * SECOND,
};

const MOST_REDIRECTIONS = 5;

export function createDownloads(
  origins: readonly FileOrigin[],
  limits: DownloadLimits = USUAL_LIMITS,
): Downloads {
  // Made at the first download: Node says then that undici's decompression is experimental.
  let dispatchers: Record<Trust, Dispatcher> | null = null;
  const dispatcherFor = (trust: Trust): Dispatcher => {
    dispatchers ??= { named: dispatcher(limits), public: dispatcher(limits, { lookup: lookUpPublic }) };
    return dispatchers[trust];
  };

  async function ask(url: URL, signal: AbortSignal): Promise<Dispatcher.ResponseData | null> {
    const trust = trustIn(origins, url);
    if (trust === null || (trust === "public" && isPrivateLiteral(url.hostname))) return null;
    return request(url, {
      dispatcher: dispatcherFor(trust),
      signal,
      // What is compressed on its way has no length that is known.
      headers: { "accept-encoding": "identity" },
    });
  }

  async function follow(address: string, signal: AbortSignal): Promise<Opening> {
    let url = URL.parse(address);
    for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections += 1) {
      const host = url?.host ?? "";
      const answer = url && (await ask(url, signal));
      if (url === null || answer === null)
        return notOpened({ code: "address_refused", parameters: { host } });
      const { location } = answer.headers;
      if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== "string")
        return read(answer, host, limits.mostBytes);
      await answer.body.dump();
      url = URL.parse(location, url);
    }
    return notOpened({ code: "too_many_redirections", parameters: {} });
  }

  return {
    async open(address, signal) {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(limits.endsWithinMilliseconds)]);
      try {
        return await follow(address, inTime);
      } catch (error) {
        signal.throwIfAborted();
        const host = URL.parse(address)?.host ?? "";
        return notOpened({
          code: error instanceof PrivateAddressError ? "address_refused" : "not_reached",
          parameters: { host },
        });
      }
    },
    close: async () => {
      await Promise.all(Object.values(dispatchers ?? {}).map((one) => one.destroy()));
    },
  };
}

function dispatcher(limits: DownloadLimits, connect: { lookup?: typeof lookUpPublic } = {}): Dispatcher {
  const { mostBytes, answersWithinMilliseconds, silentForMilliseconds } = limits;
  return new Agent({
    connect: { ...connect, timeout: answersWithinMilliseconds },
    headersTimeout: answersWithinMilliseconds,
    bodyTimeout: silentForMilliseconds,
    maxResponseSize: mostBytes,
  }).compose(interceptors.decompress({ maxSize: mostBytes, skipErrorResponses: true }));
}

function read(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  host: string,
  mostBytes: number,
): Opening {
  const type = onlyOne(headers["content-type"]);
  const length = onlyOne(headers["content-length"]);
  const bytes = length === undefined ? null : Number(length);
  const problem = problemOf(statusCode, type, bytes, host, mostBytes);
  if (problem === null) return { outcome: "opened", file: { body, contentType: safeType(type), bytes } };
  letGo(body);
  return notOpened(problem);
}

function problemOf(
  status: number,
  type: string | undefined,
  bytes: number | null,
  host: string,
  mostBytes: number,
): Fact<DownloadProblems> | null {
  if (status !== 200) return { code: "not_given", parameters: { host, status } };
  if (isPage(type)) return { code: "not_a_file", parameters: { host } };
  if (bytes === null || bytes <= mostBytes) return null;
  return { code: "too_large", parameters: { megabytes: Math.round(mostBytes / MEGABYTE) } };
}

/** Of a file that is not read on. */
export function letGo(body: Readable): void {
  body.on("error", () => undefined).destroy();
}

const onlyOne = (header: string | string[] | undefined) => (typeof header === "string" ? header : undefined);

const notOpened = (problem: Fact<DownloadProblems>): Opening => ({ outcome: "not_opened", problem });
