import type { CustomeowResult } from "./failure.ts";

interface Page<Row> {
  count: number;
  list: Row[];
}

/** The largest page is not documented; a server that gives fewer rows than asked for is followed all the same. */
export const PAGE_SIZE = 100;

/** Far above any real list; keeps a server that repeats itself from being asked for ever. */
const MOST_PAGES = 10_000;

/**
 * Reads a list to its end: until as many different rows are known as the list says it has, or a page brings nothing
 * new. Rows that appear twice, because the list grew while it was read, count once.
 */
export async function everyPage<Row extends { id: string }>(
  read: (page: number) => Promise<CustomeowResult<Page<Row>>>,
): Promise<CustomeowResult<Row[]>> {
  const rows = new Map<string, Row>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await read(page);
    if (!answer.ok) return answer;
    const known = rows.size;
    for (const row of answer.value.list) rows.set(row.id, row);
    if (rows.size === known || rows.size >= answer.value.count) break;
  }
  return { ok: true, value: [...rows.values()] };
}
