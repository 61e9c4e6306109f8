import type { CustomeowResult } from "./failure.ts";
import { afterAnswer, type ListReading, startReading } from "./listReading.ts";

export type ReadPage<Row> = (
  page: number,
  pageSize: number,
) => Promise<CustomeowResult<{ count: number; list: Row[] }>>;

/**
 * Reads a list to its end with everything in memory, as the app does it with the database: a page is held against the
 * one before it, and while it is looked back, against all that came.
 */
export async function wholeList<Row extends { id: string }>(
  read: ReadPage<Row>,
): Promise<CustomeowResult<{ rows: Row[]; reading: ListReading }>> {
  const rows = new Map<string, Row>();
  const answers: Set<string>[] = [];
  let reading = startReading();
  while (!reading.isDone) {
    const answer = await read(reading.page, reading.pageSize);
    if (!answer.ok) return answer;
    const { count, list } = answer.value;
    const ids = new Set(list.map(({ id }) => id));
    const known = reading.lookingBack === null ? answers.at(-1) : new Set(rows.keys());
    const joined = answers.slice(0, reading.lookingBack?.joinedAnswers);
    const [first] = list;
    const facts = {
      count,
      given: list.length,
      fresh: [...ids].filter((id) => !known?.has(id)).length,
      isJoined: first !== undefined && joined.some((one) => one.has(first.id)),
    };
    for (const row of list) rows.set(row.id, row);
    answers.push(ids);
    reading = afterAnswer(reading, facts);
  }
  return { ok: true, value: { rows: [...rows.values()], reading } };
}
