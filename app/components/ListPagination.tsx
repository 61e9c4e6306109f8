import { useSearchParams } from "@remix-run/react";
import { Pagination } from "@shopify/polaris";

interface ListPaginationProps {
  /** The cursors of the pages beside this one; null where there is none. */
  before: string | null;
  after: string | null;
  /** How long the list is, in words. */
  label?: string;
}

/** Back and forth in a list whose page stands in the address. Not shown where everything fits. */
export function ListPagination({ before, after, label }: ListPaginationProps) {
  const [parameters, setParameters] = useSearchParams();
  if (before === null && after === null) return null;
  const show = (side: "before" | "after", cursor: string | null) => () => {
    const next = new URLSearchParams(parameters);
    next.delete("before");
    next.delete("after");
    if (cursor !== null) next.set(side, cursor);
    setParameters(next);
  };
  return (
    <Pagination
      type="table"
      label={label}
      hasPrevious={before !== null}
      hasNext={after !== null}
      onPrevious={show("before", before)}
      onNext={show("after", after)}
    />
  );
}
