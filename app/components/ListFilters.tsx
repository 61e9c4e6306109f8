import { useNavigation, useSearchParams } from "@remix-run/react";
import { IndexFilters, IndexFiltersMode, useSetIndexFiltersMode } from "@shopify/polaris";
import { useEffect, useState } from "react";

interface Tab {
  id: string;
  label: string;
}

const SEARCH_AFTER_MILLISECONDS = 300;

/** Tabs and search of a list. Both stand in the address, so that a list can be shared and found again. */
export function ListFilters({ tabs, placeholder }: { tabs: Tab[]; placeholder: string }) {
  const [parameters, setParameters] = useSearchParams();
  const { mode, setMode } = useSetIndexFiltersMode(
    parameters.has("search") ? IndexFiltersMode.Filtering : IndexFiltersMode.Default,
  );
  const navigation = useNavigation();
  const [search, setSearch] = useState(parameters.get("search") ?? "");

  function show(changes: { tab?: string; search?: string }) {
    const next = new URLSearchParams(parameters);
    next.delete("before");
    next.delete("after");
    for (const [name, value] of Object.entries(changes))
      if (value) next.set(name, value);
      else next.delete(name);
    setParameters(next, { replace: true });
  }

  const shown = parameters.get("search") ?? "";
  useEffect(() => {
    if (search === shown) return;
    const timer = setTimeout(() => {
      show({ search });
    }, SEARCH_AFTER_MILLISECONDS);
    return () => {
      clearTimeout(timer);
    };
  });

  const selected = tabs.findIndex(({ id }) => id === (parameters.get("tab") ?? "all"));
  return (
    <IndexFilters
      mode={mode}
      setMode={setMode}
      tabs={tabs.map(({ id, label }) => ({ id, content: label, isLocked: true }))}
      selected={Math.max(0, selected)}
      onSelect={(index) => {
        show({ tab: tabs[index]?.id ?? "all" });
      }}
      canCreateNewView={false}
      queryValue={search}
      queryPlaceholder={placeholder}
      onQueryChange={setSearch}
      onQueryClear={() => {
        setSearch("");
      }}
      cancelAction={{
        onAction: () => {
          setSearch("");
        },
      }}
      filters={[]}
      hideFilters
      onClearAll={() => {
        setSearch("");
      }}
      loading={navigation.state === "loading"}
    />
  );
}
