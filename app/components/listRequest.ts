const LONGEST_SEARCH = 100;

/** What part of a list an address asks for. Nonsense in it asks for the list's beginning. */
export function readListRequest<Tab extends string>(
  request: Request,
  tabs: readonly Tab[],
): { tab: Tab | "all"; search: string; page: number } {
  const parameters = new URL(request.url).searchParams;
  const page = Number(parameters.get("page") ?? 1);
  return {
    tab: tabs.find((tab) => tab === parameters.get("tab")) ?? "all",
    search: (parameters.get("search") ?? "").trim().slice(0, LONGEST_SEARCH),
    page: Number.isInteger(page) && page > 0 && page < 1_000_000 ? page : 1,
  };
}
