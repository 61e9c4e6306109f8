import type { z } from "zod";

/**
 * Paging by where a page ends, not by its number: what comes or goes meanwhile shifts nothing, and the last page is
 * found as fast as the first. A cursor is what the row beside the page is sorted by. It stands in the address, so it
 * is a claim: it is parsed, and it never says whose rows are read.
 */
export interface PageRequest {
  /** `after`: the rows that follow the cursor; `before`: those that precede it. */
  side: "after" | "before";
  cursor: string;
}

/** Some rows of a list, and the cursors of the pages beside them; null where there is none. */
export interface Page<Row> {
  rows: Row[];
  before: string | null;
  after: string | null;
}

/** Where to read from: beyond the row that is sorted by these values. */
export interface Start<SortedBy> {
  side: PageRequest["side"];
  sortedBy: SortedBy;
}

interface PagedList<Row, SortedBy> {
  pageSize: number;
  sortedBy: z.ZodType<SortedBy>;
  sortedByOf: (row: Row) => SortedBy;
  /**
   * Reads so many rows, fewer at the end of the list; the ones next to the start come first, so those before it come
   * backwards. Null is the list's beginning.
   */
  read: (start: Start<SortedBy> | null, most: number) => Promise<Row[]>;
}

/** Reads the page that is asked for. Where there is none, or no longer, it is the first. */
export async function readPage<Row, SortedBy extends string[]>(
  asked: PageRequest | null,
  list: PagedList<Row, SortedBy>,
): Promise<Page<Row>> {
  const start = asked === null ? null : parseStart(asked, list.sortedBy);
  const found = await list.read(start, list.pageSize + 1);
  // What little there is before a cursor stands on the first page, and more with it.
  const least = { after: 1, before: list.pageSize };
  if (start !== null && found.length < least[start.side]) return readPage(null, list);
  return toPage(found, start?.side ?? null, list);
}

function toPage<Row, SortedBy extends string[]>(
  found: readonly Row[],
  side: PageRequest["side"] | null,
  { pageSize, sortedByOf }: PagedList<Row, SortedBy>,
): Page<Row> {
  const rows = found.slice(0, pageSize);
  if (side === "before") rows.reverse();
  const first = rows[0];
  const last = rows.at(-1);
  const hasMore = found.length > pageSize;
  // The row that the cursor was made of lies on the side where the reading began.
  const hasBefore = side === "after" || (side === "before" && hasMore);
  const hasAfter = side === "before" || hasMore;
  return {
    rows,
    before: hasBefore && first !== undefined ? toCursor(sortedByOf(first)) : null,
    after: hasAfter && last !== undefined ? toCursor(sortedByOf(last)) : null,
  };
}

export function toCursor(sortedBy: readonly string[]): string {
  return Buffer.from(JSON.stringify(sortedBy)).toString("base64url");
}

function parseStart<SortedBy extends string[]>(
  { side, cursor }: PageRequest,
  values: z.ZodType<SortedBy>,
): Start<SortedBy> | null {
  const parsed = values.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  return parsed.success ? { side, sortedBy: parsed.data } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
