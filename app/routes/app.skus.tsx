import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { BlockStack, Card, Page } from "@shopify/polaris";
import { withCount } from "../components/counted.ts";
import { ListFilters } from "../components/ListFilters.tsx";
import { ListPagination } from "../components/ListPagination.tsx";
import { readListRequest } from "../components/listRequest.ts";
import { NoSkus } from "../components/skus/NoSkus.tsx";
import { SkuSyncState } from "../components/skus/SkuSyncState.tsx";
import { SkuTable } from "../components/skus/SkuTable.tsx";
import { useLiveRefresh } from "../components/useLiveRefresh.ts";
import { useToast } from "../components/useToast.ts";
import { connectionView } from "../connection/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";
import { requestSkuSync } from "../skus/requestSync.ts";
import { readSkuPage } from "../skus/skuPage.ts";
import { skuTabs } from "../skus/skuTabs.ts";
import { english } from "../wording/english.ts";

export const meta: MetaFunction = () => [{ title: "SKUs" }];

const labels = {
  all: "All",
  integrated: "Can be personalised",
  not_integrated: "Not integrated",
  unmatched: "No matching variant",
};

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const asked = readListRequest(request, skuTabs);
  const [page, connection] = await Promise.all([
    readSkuPage(services.database, shop.id, asked),
    connectionView(services.database, shop.id),
  ]);
  const { lastSync } = page;
  const failureReason = lastSync?.failure ? english.skuSyncFailure(lastSync.failure) : null;
  return {
    ...page,
    lastSync: lastSync && { ...lastSync, failureReason },
    asked,
    connected: connection !== null,
  };
}

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  await services.database.$transaction((rows) => requestSkuSync(rows, services.jobs, shop.id, "person"));
  return Response.json({ toast: "Reading CustoMeow's SKUs" });
}

export default function Skus() {
  const { rows, before, after, counts, lastSync, asked, connected } = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const submitting = useNavigation().state === "submitting";
  const running = lastSync?.state === "running";
  const news = JSON.stringify([lastSync?.state, lastSync?.startedAt, lastSync?.progress]);
  useLiveRefresh(connected && (running || lastSync === null), news);
  useToast(useActionData<{ toast?: string }>());
  if (!connected)
    return (
      <Page title="SKUs">
        <NoSkus connected={false} reading={false} />
      </Page>
    );
  const sync = () => {
    submit(null, { method: "post" });
  };
  const none = counts.all === 0 && asked.search === "";
  return (
    <Page
      title="SKUs"
      primaryAction={{ content: "Sync now", loading: running || submitting, onAction: sync }}
    >
      <BlockStack gap="400">
        <SkuSyncState sync={lastSync} />
        {none ? (
          <NoSkus connected reading={running || lastSync === null} />
        ) : (
          <Card padding="0">
            <ListFilters
              tabs={skuTabs.map((tab) => ({ id: tab, label: withCount(labels[tab], counts[tab]) }))}
              placeholder="Search SKUs"
            />
            <SkuTable rows={rows} />
            <ListPagination before={before} after={after} />
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}
