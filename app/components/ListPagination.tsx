import { useSearchParams } from "@remix-run/react";
import { Pagination } from "@shopify/polaris";

/** Back and forth in a list whose page stands in the address. Not shown where everything fits. */
export function ListPagination({ page, pageSize, total }: { page: number; pageSize: number; total: number }) {
  const [parameters, setParameters] = useSearchParams();
  if (total <= pageSize) return null;
  const goTo = (target: number) => () => {
    const next = new URLSearchParams(parameters);
    next.set("page", String(target));
    setParameters(next);
  };
  const first = (page - 1) * pageSize + 1;
  return (
    <Pagination
      type="table"
      label={`${first}–${Math.min(page * pageSize, total)} of ${total}`}
      hasPrevious={page > 1}
      hasNext={page * pageSize < total}
      onPrevious={goTo(page - 1)}
      onNext={goTo(page + 1)}
    />
  );
}
