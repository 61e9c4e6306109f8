import fc from "fast-check";
import { expect, it } from "vitest";
import { readListRequest } from "./listRequest.ts";

const tabs = ["all", "ready"] as const;
const read = (query: string) =>
  readListRequest(new Request(`https://app.example.com/app/orders?${query}`), tabs);

it("reads tab, search and page from the address", () => {
  expect(read("tab=ready&search=%201001%20&after=abc")).toEqual({
    tab: "ready",
    search: "1001",
    page: { side: "after", cursor: "abc" },
  });
  expect(read("before=abc").page).toEqual({ side: "before", cursor: "abc" });
});

it("shows the beginning of the list where the address is nonsense", () => {
  fc.assert(
    fc.property(fc.webQueryParameters(), (query) => {
      const { tab, page, search } = read(query);
      expect(tabs).toContain(tab);
      expect(page?.cursor.length ?? 0).toBeLessThanOrEqual(1000);
      expect(search.length).toBeLessThanOrEqual(100);
    }),
  );
  expect(read(`tab=nonsense&after=${"a".repeat(1001)}`)).toEqual({ tab: "all", search: "", page: null });
});
