import fc from "fast-check";
import { expect, it } from "vitest";
import { readListRequest } from "./listRequest.ts";

const tabs = ["all", "ready"] as const;
const read = (query: string) =>
  readListRequest(new Request(`https://app.example.com/app/orders?${query}`), tabs);

it("reads tab, search and page from the address", () => {
  expect(read("tab=ready&search=%201001%20&page=3")).toEqual({ tab: "ready", search: "1001", page: 3 });
});

it("shows the beginning of the list where the address is nonsense", () => {
  fc.assert(
    fc.property(fc.webQueryParameters(), (query) => {
      const { tab, page, search } = read(query);
      expect(tabs).toContain(tab);
      expect(page).toBeGreaterThanOrEqual(1);
      expect(Number.isInteger(page)).toBe(true);
      expect(search.length).toBeLessThanOrEqual(100);
    }),
  );
  expect(read("tab=nonsense&page=-4")).toEqual({ tab: "all", search: "", page: 1 });
});
