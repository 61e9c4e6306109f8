import type { CustomeowResult } from "./failure.ts";

interface Page<Row> {
  count: number;
  list: Row[];
}

type ReadPage<Row> = (page: number, pageSize: number) => Promise<CustomeowResult<Page<Row>>>;

/** The largest page is not documented; a server that gives fewer rows than asked for is followed all the same. */
export const PAGE_SIZE = 100;

/** Far above any real list; keeps a server that always has something new from being asked for ever. */
const MOST_PAGES = 10_000;

/**
 * Reads a list to its end. Rows that appear twice, because the list grew while it was read, count once. A list that
 * shrank may have moved rows past the place of reading, so it is read once more.
 */
export async function everyPage<Row extends { id: string }>(
  read: ReadPage<Row>,
): Promise<CustomeowResult<Row[]>> {
  let reading = await readOnce(read);
  if (reading.ok && reading.value.shrank) reading = await readOnce(read);
  return reading.ok ? { ok: true, value: reading.value.rows } : reading;
}

/** Until as many different rows are known as the list has, a page is empty, or two in a row bring nothing new. */
async function readOnce<Row extends { id: string }>(
  read: ReadPage<Row>,
): Promise<CustomeowResult<{ rows: Row[]; shrank: boolean }>> {
  const rows = new Map<string, Row>();
  let pageSize = PAGE_SIZE;
  let largestCount = 0;
  let shrank = false;
  let pagesWithoutNews = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await read(page, pageSize);
    if (!answer.ok) return answer;
    const { count, list } = answer.value;
    // A server that gives less than asked for may still count its pages by what was asked: ask for what it gives.
    if (page === 1 && list.length > 0 && list.length < count) pageSize = Math.min(pageSize, list.length);
    shrank ||= count < largestCount;
    largestCount = Math.max(largestCount, count);

    const known = rows.size;
    for (const row of list) rows.set(row.id, row);
    pagesWithoutNews = rows.size === known ? pagesWithoutNews + 1 : 0;
    if (list.length === 0 || rows.size >= count || pagesWithoutNews === 2) break;
  }
  return { ok: true, value: { rows: [...rows.values()], shrank } };
}
