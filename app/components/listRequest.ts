import type { PageRequest } from "../lists/paging.ts";

const LONGEST_SEARCH = 100;
/** Of a cursor; a longer one is none of ours. */
const LONGEST_CURSOR = 1000;

export interface ListRequest<Tab> {
  tab: Tab | "all";
  search: string;
  /** Null asks for the first page. */
  page: PageRequest | null;
}

/** What part of a list an address asks for. Nonsense in it asks for the list's beginning. */
export function readListRequest<Tab extends string>(
  request: Request,
  tabs: readonly Tab[],
): ListRequest<Tab> {
  const parameters = new URL(request.url).searchParams;
  return {
    tab: tabs.find((tab) => tab === parameters.get("tab")) ?? "all",
    search: (parameters.get("search") ?? "").trim().slice(0, LONGEST_SEARCH),
    page: readPageRequest(request),
  };
}

/** Which page of the list an address asks for; null for the first. */
export function readPageRequest(request: Request): PageRequest | null {
  const parameters = new URL(request.url).searchParams;
  for (const side of ["after", "before"] as const) {
    const cursor = parameters.get(side);
    if (cursor !== null && cursor.length <= LONGEST_CURSOR) return { side, cursor };
  }
  return null;
}
