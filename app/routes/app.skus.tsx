import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { BlockStack, Card, EmptyState, Page } from "@shopify/polaris";
import { ListFilters } from "../components/ListFilters.tsx";
import { ListPagination } from "../components/ListPagination.tsx";
import { readListRequest } from "../components/listRequest.ts";
import { SkuSyncState } from "../components/skus/SkuSyncState.tsx";
import { SkuTable } from "../components/skus/SkuTable.tsx";
import { useLiveRefresh } from "../components/useLiveRefresh.ts";
import { useToast } from "../components/useToast.ts";
import { connectionView } from "../shops/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";
import { readSkuPage, SKUS_A_PAGE, skuTabs } from "../skus/skuPage.ts";
import { requestSkuSync } from "../skus/syncSkus.ts";

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
    connectionView(services.database, shop.id, services.settings.shopify.appUrl),
  ]);
  return { ...page, asked, connected: connection !== null, shopDomain: shop.domain };
}

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  await requestSkuSync(services, shop.id);
  return json({ toast: "Reading CustoMeow's SKUs" });
}

export default function Skus() {
  const { rows, total, counts, lastSync, asked, connected } = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const running = lastSync?.state === "running" || useNavigation().state === "submitting";
  useLiveRefresh(running);
  useToast(useActionData<typeof action>());
  if (!connected)
    return (
      <Page title="SKUs">
        <Card>
          <EmptyState
            heading="Connect CustoMeow to see its SKUs"
            image="/empty-orders.svg"
            action={{ content: "Connect CustoMeow", url: "/app/settings" }}
          >
            <p>The SKUs of your CustoMeow store are matched to your variants here.</p>
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <Page
      title="SKUs"
      primaryAction={{
        content: "Sync now",
        loading: running,
        onAction: () => {
          submit(null, { method: "post" });
        },
      }}
    >
      <BlockStack gap="400">
        <SkuSyncState sync={lastSync} />
        <Card padding="0">
          <ListFilters
            tabs={skuTabs.map((tab) => ({ id: tab, label: `${labels[tab]} (${counts[tab]})` }))}
            placeholder="Search SKUs"
          />
          <SkuTable rows={rows} />
          <ListPagination page={asked.page} pageSize={SKUS_A_PAGE} total={total} />
        </Card>
      </BlockStack>
    </Page>
  );
}
