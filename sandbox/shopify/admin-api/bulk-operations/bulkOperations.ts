import { randomUUID } from "node:crypto";
import { nextId } from "../../shop/ids.ts";
import { globalId } from "../graphql/globalId.ts";
import type { BulkQuery } from "./checkBulkQuery.ts";

export type BulkOperationStatus =
  "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELING" | "CANCELED" | "EXPIRED";
export type BulkErrorCode = "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT";

/** What a query came to: the lines of its file, or why there is none. */
export type BulkResult =
  { lines: string[]; rootObjectCount: number } | { errorCode: BulkErrorCode; errors: string[] };

/** How an operation ends that does not end well: Shopify gives up on it, or cancels it when it stalls. */
export type BulkEnd = BulkErrorCode | "CANCELED";

export interface BulkOperation {
  /** The global id. */
  id: string;
  /** As it was given. */
  query: string;
  createdAt: Date;
  /** When it is done, unless it is cancelled. */
  dueAt: Date;
  cancelAskedAt: Date | null;
  /** Null while the query is executed. */
  result: BulkResult | null;
  /** Names the file: nobody can guess it. */
  fileName: string;
  urlExpiresAt: Date;
}

/** How bulk operations go here. */
export interface BulkSettings {
  /** How long one takes. Shopify's take seconds to days. */
  milliseconds: number;
  /** How many run at once. Source: shopify.dev, "Limitations": five since version 2026-01. */
  concurrent: number;
  /** How long a file can be downloaded. Source: the schema's `BulkOperation.url`: seven days. */
  urlLifetimeSeconds: number;
}

const DAY_SECONDS = 24 * 60 * 60;
/** The part of its time for which it is `CREATED`. */
const UNTIL_RUNNING = 0.2;
/** Source: the schema's `CANCELING`: "a short delay". */
const CANCELING_MILLISECONDS = 200;

/**
 * The bulk operations of an app in a shop, which go on by the clock. Invariant: a file is what the shop was when its
 * operation was created.
 */
export class BulkOperations {
  readonly settings: BulkSettings = {
    milliseconds: 1_000,
    concurrent: 5,
    urlLifetimeSeconds: 7 * DAY_SECONDS,
  };
  readonly #operations: BulkOperation[] = [];
  readonly #execute: (query: BulkQuery, groupObjects: boolean) => Promise<BulkResult>;
  #ends: BulkEnd[] = [];

  constructor(execute: (query: BulkQuery, groupObjects: boolean) => Promise<BulkResult>) {
    this.#execute = execute;
  }

  /** The next ones end like this, instead of well. */
  arm(...ends: BulkEnd[]): void {
    this.#ends.push(...ends);
  }

  /** No file can be downloaded any more. */
  expireUrls(): void {
    for (const operation of this.#operations) operation.urlExpiresAt = new Date(0);
  }

  /** Oldest first. */
  list(): readonly BulkOperation[] {
    return this.#operations;
  }

  find(id: string): BulkOperation | null {
    return this.#operations.find((operation) => operation.id === id) ?? null;
  }

  /** Those that take one of the places. */
  unfinished(now: Date): BulkOperation[] {
    const statuses: BulkOperationStatus[] = ["CREATED", "RUNNING", "CANCELING"];
    return this.#operations.filter((operation) => statuses.includes(statusOf(operation, now)));
  }

  create(text: string, query: BulkQuery, groupObjects: boolean): BulkOperation {
    const createdAt = new Date();
    const dueAt = new Date(createdAt.getTime() + this.settings.milliseconds);
    const end = this.#ends.shift();
    const operation: BulkOperation = {
      id: globalId("BulkOperation", nextId()),
      query: text,
      createdAt,
      dueAt,
      cancelAskedAt: end === "CANCELED" ? dueAt : null,
      result: null,
      fileName: randomUUID(),
      urlExpiresAt: new Date(dueAt.getTime() + this.settings.urlLifetimeSeconds * 1000),
    };
    this.#operations.push(operation);
    if (end !== undefined && end !== "CANCELED") operation.result = { errorCode: end, errors: [] };
    else void this.#run(operation, query, groupObjects);
    return operation;
  }

  async #run(operation: BulkOperation, query: BulkQuery, groupObjects: boolean): Promise<void> {
    operation.result = await this.#execute(query, groupObjects).catch((error: unknown) => ({
      errorCode: "INTERNAL_SERVER_ERROR" as const,
      errors: [String(error)],
    }));
  }
}

export function statusOf(operation: BulkOperation, now: Date): BulkOperationStatus {
  const { createdAt, dueAt, cancelAskedAt, result } = operation;
  if (cancelAskedAt !== null && cancelAskedAt <= now)
    return now.getTime() < cancelAskedAt.getTime() + CANCELING_MILLISECONDS ? "CANCELING" : "CANCELED";
  if (now.getTime() < createdAt.getTime() + UNTIL_RUNNING * (dueAt.getTime() - createdAt.getTime()))
    return "CREATED";
  if (now < dueAt || result === null) return "RUNNING";
  if ("errorCode" in result) return "FAILED";
  return now < operation.urlExpiresAt ? "COMPLETED" : "EXPIRED";
}

/** How many objects it has read, of all connections and of the first. */
export function countsOf(operation: BulkOperation, now: Date): { objects: number; roots: number } {
  const { result, createdAt, dueAt } = operation;
  if (result === null || "errorCode" in result) return { objects: 0, roots: 0 };
  const passed = now.getTime() - createdAt.getTime();
  const share = Math.min(1, passed / Math.max(1, dueAt.getTime() - createdAt.getTime()));
  return {
    objects: Math.floor(share * result.lines.length),
    roots: Math.floor(share * result.rootObjectCount),
  };
}

/** The lines of the operation's file; null where there is none, or not any more. */
export function fileOf(operation: BulkOperation, now: Date): string[] | null {
  const { result } = operation;
  if (statusOf(operation, now) !== "COMPLETED" || result === null || "errorCode" in result) return null;
  return result.lines;
}
