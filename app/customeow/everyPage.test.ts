import fc from "fast-check";
import { expect, it } from "vitest";
import { everyPage } from "./everyPage.ts";
import type { CustomeowResult } from "./failure.ts";

interface Row {
  id: string;
}
type Page = CustomeowResult<{ count: number; list: Row[] }>;

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => ({ id: String(from + index) }));

/** A list as a server pages it. `cap` is the most rows that it gives; `offsetBy` what it counts its pages by. */
function paged(list: () => Row[], cap: number, offsetBy: "asked" | "given" = "given") {
  const asked: number[] = [];
  const read = (page: number, pageSize: number): Promise<Page> => {
    asked.push(page);
    const given = Math.min(cap, pageSize);
    const start = (page - 1) * (offsetBy === "asked" ? pageSize : given);
    const all = list();
    return Promise.resolve({ ok: true, value: { count: all.length, list: all.slice(start, start + given) } });
  };
  return { asked, read };
}

it("reads every row once, in as few pages as there are, whatever the server makes of the page size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 350 }),
      fc.integer({ min: 1, max: 150 }),
      fc.constantFrom("asked" as const, "given" as const),
      async (total, cap, offsetBy) => {
        const { asked, read } = paged(() => rows(0, total), cap, offsetBy);
        expect(await everyPage(read)).toEqual({ ok: true, value: rows(0, total) });
        expect(asked.length).toBe(Math.max(1, Math.ceil(total / Math.min(cap, 100))));
      },
    ),
  );
});

it("finds the rows behind a page that repeats what is known, as when the list grew by a page", async () => {
  const pages = [rows(0, 100), rows(0, 100), rows(100, 150)];
  const read = (page: number): Promise<Page> =>
    Promise.resolve({ ok: true, value: { count: 150, list: pages[page - 1] ?? [] } });
  expect(await everyPage(read)).toEqual({ ok: true, value: rows(0, 150) });
});

it("reads again when the list shrank meanwhile, so that no row slips through", async () => {
  let list = rows(0, 250);
  const { read } = paged(() => list, 100);
  const answer = await everyPage((page, pageSize) => {
    if (page === 2) list = list.filter(({ id }) => id !== "0");
    return read(page, pageSize);
  });
  expect(answer).toEqual({ ok: true, value: rows(1, 250) });
});

it("stops at a server that repeats itself, or has nothing where it says there is more", async () => {
  const asked: number[] = [];
  const repeating = (page: number): Promise<Page> => {
    asked.push(page);
    return Promise.resolve({ ok: true, value: { count: 1000, list: rows(0, 100) } });
  };
  expect(await everyPage(repeating)).toEqual({ ok: true, value: rows(0, 100) });
  expect(asked).toEqual([1, 2, 3]);

  const empty = (): Promise<Page> => Promise.resolve({ ok: true, value: { count: 5, list: [] } });
  expect(await everyPage(empty)).toEqual({ ok: true, value: [] });
});

it("gives the failure of any page, rather than a part of the list", async () => {
  const failure = { kind: "unavailable", message: "no", answer: null } as const;
  const { read } = paged(() => rows(0, 250), 100);
  const answer = await everyPage((page, pageSize) =>
    page === 3 ? Promise.resolve({ ok: false, failure }) : read(page, pageSize),
  );
  expect(answer).toEqual({ ok: false, failure });
});
