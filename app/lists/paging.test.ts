import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { type Page, type PageRequest, readPage, type Start, toCursor } from "./paging.ts";

const PAGE = 3;

/** A list of numbers, by their size. */
const listOf = (numbers: readonly number[]) => ({
  pageSize: PAGE,
  sortedBy: z.tuple([z.string().regex(/^\d+$/)]),
  sortedByOf: (number: number): [string] => [String(number)],
  read: (start: Start<[string]> | null, most: number): Promise<number[]> => {
    const sorted = numbers.toSorted((one, other) => one - other);
    const from = Number(start?.sortedBy[0] ?? -1);
    const found =
      start?.side === "before"
        ? sorted.filter((number) => number < from).reverse()
        : sorted.filter((number) => number > from);
    return Promise.resolve(found.slice(0, most));
  },
});

async function walk(
  numbers: readonly number[],
  side: PageRequest["side"],
  from: Page<number>,
): Promise<Page<number>[]> {
  const pages = [from];
  for (let cursor = from[side]; cursor !== null; cursor = pages.at(-1)?.[side] ?? null)
    pages.push(await readPage({ side, cursor }, listOf(numbers)));
  return pages;
}

const someNumbers = fc.uniqueArray(fc.nat(), { maxLength: 20 });

it("shows every row once on the way forth, and the same pages on the way back", async () => {
  await fc.assert(
    fc.asyncProperty(someNumbers, async (numbers) => {
      const forth = await walk(numbers, "after", await readPage(null, listOf(numbers)));
      expect(forth.flatMap(({ rows }) => rows)).toEqual(numbers.toSorted((one, other) => one - other));
      const last = forth.at(-1);
      if (last === undefined) return;
      const back = await walk(numbers, "before", last);
      expect(back.map(({ rows }) => rows)).toEqual(forth.map(({ rows }) => rows).toReversed());
    }),
  );
});

it("shifts nothing when rows come before the page", async () => {
  const numbers = [10, 20, 30, 40, 50, 60, 70];
  const first = await readPage(null, listOf(numbers));
  const second = await readPage(
    { side: "after", cursor: first.after ?? "" },
    listOf([1, 2, 3, 4, ...numbers]),
  );
  expect(second.rows).toEqual([40, 50, 60]);
  const back = await readPage(
    { side: "before", cursor: second.before ?? "" },
    listOf([1, 2, 3, 4, ...numbers]),
  );
  expect(back.rows).toEqual([10, 20, 30]);
});

it("shows the first page where nothing, or little, is left of the page that is asked for", async () => {
  const ask = (side: PageRequest["side"], number: number, numbers: number[]) =>
    readPage({ side, cursor: toCursor([String(number)]) }, listOf(numbers));
  expect(await ask("after", 50, [10, 20])).toMatchObject({ rows: [10, 20], before: null, after: null });
  expect((await ask("before", 30, [10, 20, 30, 40])).rows).toEqual([10, 20, 30]);
});

it("takes a cursor that it never gave for none", async () => {
  const anyCursor = fc.oneof(
    fc.string(),
    fc.json().map((json) => Buffer.from(json).toString("base64url")),
  );
  await fc.assert(
    fc.asyncProperty(anyCursor, async (cursor) => {
      const { rows } = await readPage({ side: "after", cursor }, listOf([10, 20]));
      expect(rows).toEqual([10, 20]);
    }),
  );
});
