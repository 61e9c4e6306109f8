import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Layout, Page } from "@shopify/polaris";
import { ConnectionForm } from "../components/settings/ConnectionForm.tsx";
import { ConnectionState } from "../components/settings/ConnectionState.tsx";
import { WebhookAddress } from "../components/settings/WebhookAddress.tsx";
import { useToast } from "../components/useToast.ts";
import { rotateWebhookToken } from "../shops/connect.ts";
import { connectionView } from "../shops/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";

export const meta: MetaFunction = () => [{ title: "Settings" }];

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  return { connection: await connectionView(services.database, shop.id, services.settings.shopify.appUrl) };
}

/** A new address for CustoMeow's webhooks. */
export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  await rotateWebhookToken(services.database, shop.id);
  return json({ toast: "New address made" });
}

export default function Settings() {
  const { connection } = useLoaderData<typeof loader>();
  useToast(useActionData<typeof action>());
  return (
    <Page title="Settings">
      <Layout>
        <Layout.AnnotatedSection
          title="CustoMeow"
          description="Orders are sent to this CustoMeow store, and its SKUs decide what shoppers can personalise. Copy both values from your CustoMeow account."
        >
          {connection && <ConnectionState connection={connection} />}
          <ConnectionForm connection={connection} key={connection?.storeId ?? "none"} />
        </Layout.AnnotatedSection>
        {connection && (
          <Layout.AnnotatedSection
            title="Messages from CustoMeow"
            description="Paste this address into CustoMeow under Webhooks: changes of your SKUs and designs made later then arrive within seconds."
          >
            <WebhookAddress address={connection.webhookUrl} />
          </Layout.AnnotatedSection>
        )}
      </Layout>
    </Page>
  );
}
