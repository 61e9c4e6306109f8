import type { Sql } from "../database/sql.ts";
import type { BulkRunCursor, BulkRunKind, BulkRunParameters } from "./catalogue.ts";

export interface BulkRun<Kind extends BulkRunKind> {
  id: string;
  shopId: string;
  parameters: BulkRunParameters<Kind>;
}

export interface BulkCounts {
  done: number;
  failed: number;
}

/** What is done and stored together: a row, or some of them where that is cheaper and they can be done in one go. */
export interface BulkItem<Kind extends BulkRunKind> {
  /** How far the run is once the item is done. */
  cursor: BulkRunCursor<Kind>;
  /** Does the item. Committed together with the cursor and the counts, so it is done once. */
  act?: (rows: Sql) => Promise<BulkCounts>;
  /** What must be done in the world before that. */
  outside?: OutsideWork;
}

/** Work outside the database. A crash has it done once more. */
export interface OutsideWork {
  /** Notes that it is about to be done: whatever was known of the outside is not certain from here on. */
  begin?: (rows: Sql) => Promise<void>;
  perform: () => Promise<void>;
  /** It was done, but the run went on without it meanwhile: what others noted of the outside since is not certain. */
  overtaken: () => Promise<void>;
}

/** How a kind of run is done. */
export interface BulkRunHandler<Kind extends BulkRunKind> {
  /** The items that follow the cursor, in order: so many as one reads at a time, and none when all are done. */
  readPage(run: BulkRun<Kind>, cursor: BulkRunCursor<Kind> | null): Promise<BulkItem<Kind>[]>;
  /** What follows from the run's end, in the same commit. */
  finish?(rows: Sql, run: BulkRun<Kind>, counts: BulkCounts): Promise<void>;
}

export type BulkRunHandlers = { [Kind in BulkRunKind]: BulkRunHandler<Kind> };
