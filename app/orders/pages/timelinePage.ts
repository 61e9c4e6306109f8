import type { TimelineEntry } from "@prisma/client";
import { z } from "zod";
import type { Database } from "../../database/database.ts";
import { type Page, type PageRequest, readPage, type Start } from "../../lists/paging.ts";

const ENTRIES_A_PAGE = 100;

/** When, as text, and the id, which tells apart what was written at the same moment. */
type SortedBy = [string, string];
const sortedBy = z.tuple([z.iso.datetime(), z.uuid()]);

/** One page of an order's history, the newest first: an order that is changed again and again has thousands of entries. */
export async function readTimeline(
  database: Database,
  order: { shopId: string; orderId: string },
  asked: PageRequest | null,
): Promise<Page<TimelineEntry>> {
  return readPage(asked, {
    pageSize: ENTRIES_A_PAGE,
    sortedBy,
    sortedByOf: ({ at, id }): SortedBy => [at.toISOString(), id],
    read: (start, most) => readEntries(database, order, start, most),
  });
}

async function readEntries(
  database: Database,
  order: { shopId: string; orderId: string },
  start: Start<SortedBy> | null,
  most: number,
): Promise<TimelineEntry[]> {
  const direction = start?.side === "before" ? "asc" : "desc";
  return database.timelineEntry.findMany({
    where: { ...order, ...beyond(start) },
    orderBy: [{ at: direction }, { id: direction }],
    take: most,
  });
}

function beyond(start: Start<SortedBy> | null) {
  if (start === null) return {};
  const [time, id] = start.sortedBy;
  const at = new Date(time);
  return start.side === "after"
    ? { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] }
    : { at: { gte: at }, OR: [{ at: { gt: at } }, { id: { gt: id } }] };
}
