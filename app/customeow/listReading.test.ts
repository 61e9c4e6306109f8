import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CustomeowResult } from "./failure.ts";
import { isCertain } from "./listReading.ts";
import { type ReadPage, wholeList } from "./wholeList.fixture.ts";

interface Row {
  id: string;
}
type Page = CustomeowResult<{ count: number; list: Row[] }>;

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => ({ id: String(from + index) }));

/** A list as a server pages it. `cap` is the most rows that it gives; `offsetBy` what it counts its pages by. */
function paged(list: () => Row[], cap = 100, offsetBy: "asked" | "given" = "given") {
  const asked: number[] = [];
  const read: ReadPage<Row> = (page, pageSize) => {
    asked.push(page);
    const given = Math.min(cap, pageSize);
    const start = (page - 1) * (offsetBy === "asked" ? pageSize : given);
    const all = list();
    return Promise.resolve({ ok: true, value: { count: all.length, list: all.slice(start, start + given) } });
  };
  return { asked, read };
}

async function readAll(read: ReadPage<Row>) {
  const answer = await wholeList(read);
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

const idsOf = (list: Row[]) => list.map(({ id }) => id).toSorted((one, other) => Number(one) - Number(other));

describe("a list that stays as it is", () => {
  it("is read once, in as few pages as there are, whatever the server makes of the page size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 350 }),
        fc.integer({ min: 1, max: 150 }),
        fc.constantFrom("asked" as const, "given" as const),
        async (total, cap, offsetBy) => {
          const { asked, read } = paged(() => rows(0, total), cap, offsetBy);
          const { rows: all, reading } = await readAll(read);
          expect(all).toEqual(rows(0, total));
          expect(asked.length).toBe(Math.max(1, Math.ceil(total / Math.min(cap, 100))));
          expect(isCertain(reading)).toBe(true);
        },
      ),
    );
  });

  it("is given up at a server that repeats itself, or has nothing where it says there is more", async () => {
    const asked: number[] = [];
    const repeating = (page: number): Promise<Page> => {
      asked.push(page);
      return Promise.resolve({ ok: true, value: { count: 1000, list: rows(0, 100) } });
    };
    expect((await readAll(repeating)).rows).toEqual(rows(0, 100));
    expect(asked).toEqual([1, 2, 3]);

    const empty = (): Promise<Page> => Promise.resolve({ ok: true, value: { count: 5, list: [] } });
    expect((await readAll(empty)).rows).toEqual([]);
  });

  it("is not given at all where a page fails, rather than a part of it", async () => {
    const failure = { kind: "unavailable", message: "no", answer: null } as const;
    const { read } = paged(() => rows(0, 250));
    const answer = await wholeList((page, pageSize) =>
      page === 3 ? Promise.resolve({ ok: false, failure }) : read(page, pageSize),
    );
    expect(answer).toEqual({ ok: false, failure });
  });
});

describe("a list that changes while it is read", () => {
  it("is read on behind a page that repeats what is known, as when it grew by a page", async () => {
    const pages = [rows(0, 100), rows(0, 100), rows(100, 150)];
    const read = (page: number): Promise<Page> =>
      Promise.resolve({ ok: true, value: { count: 150, list: pages[page - 1] ?? [] } });
    expect((await readAll(read)).rows).toEqual(rows(0, 150));
  });

  it("costs one page more where it shrank, not all of them", async () => {
    let list = rows(0, 1_000);
    const { asked, read } = paged(() => list);
    const { rows: all, reading } = await readAll((page, pageSize) => {
      if (page === 5) list = list.filter(({ id }) => id !== "0");
      return read(page, pageSize);
    });
    expect(idsOf(all)).toEqual(idsOf(rows(0, 1_000)));
    expect(asked).toEqual([1, 2, 3, 4, 5, 4, 6, 7, 8, 9, 10]);
    expect(isCertain(reading)).toBe(true);
  });

  it("is looked back at as far as rows slipped", async () => {
    let list = rows(0, 1_000);
    const { asked, read } = paged(() => list);
    const { rows: all } = await readAll((page, pageSize) => {
      if (page === 5 && list.length === 1_000) list = list.slice(250);
      return read(page, pageSize);
    });
    expect(idsOf(all)).toEqual(idsOf(rows(0, 1_000)));
    expect(asked).toEqual([1, 2, 3, 4, 5, 4, 3, 2, 6, 7, 8]);
  });

  it("misses no row that was there all the time, whatever was added and deleted between two pages", async () => {
    const change = fc.oneof(
      fc.record({ add: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ deleteAt: fc.array(fc.nat(), { maxLength: 30 }) }),
    );
    let certain = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 200 }),
        fc.constantFrom("oldest first" as const, "newest first" as const),
        fc.array(change, { maxLength: 20 }),
        async (total, order, changes) => {
          let list = rows(0, total);
          let nextId = total;
          const waiting = [...changes];
          const deleted = new Set<string>();
          const { read } = paged(() => list, 10);
          const { rows: all, reading } = await readAll((page, pageSize) => {
            const now = waiting.shift();
            if (now && "add" in now) {
              const added = rows(nextId, nextId + now.add);
              nextId += now.add;
              list = order === "oldest first" ? [...list, ...added] : [...added.toReversed(), ...list];
            }
            for (const position of now && "deleteAt" in now ? now.deleteAt : []) {
              const [gone] = list.splice(position % Math.max(1, list.length), 1);
              if (gone) deleted.add(gone.id);
            }
            return read(page, pageSize);
          });
          const came = new Set(all.map(({ id }) => id));
          const missing = rows(0, total).filter(({ id }) => !deleted.has(id) && !came.has(id));
          if (!isCertain(reading)) return;
          expect(missing).toEqual([]);
          certain += 1;
        },
      ),
      { numRuns: 3_000 },
    );
    expect(certain).toBeGreaterThan(1_000);
  });

  it("is not certain, and ends, where it shrinks without end", async () => {
    let list = rows(0, 5_000);
    const { asked, read } = paged(() => list);
    const { reading } = await readAll((page, pageSize) => {
      list = list.slice(1);
      return read(page, pageSize);
    });
    expect(isCertain(reading)).toBe(false);
    expect(asked.length).toBeLessThan(100);
  });

  it("is not certain where rows are missing in the end", async () => {
    const counts = [150, 160, 160];
    const read = (page: number): Promise<Page> =>
      Promise.resolve({
        ok: true,
        value: {
          count: counts[page - 1] ?? 0,
          list: page === 1 ? rows(0, 100) : rows(100, page === 2 ? 150 : 100),
        },
      });
    expect(isCertain((await readAll(read)).reading)).toBe(false);
  });
});
