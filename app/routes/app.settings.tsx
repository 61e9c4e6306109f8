import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { ConnectionForm } from "../components/settings/ConnectionForm.tsx";
import { ConnectionState } from "../components/settings/ConnectionState.tsx";
import { SettingsSection } from "../components/settings/SettingsSection.tsx";
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
  return Response.json({ toast: "New address made" });
}

export default function Settings() {
  const { connection } = useLoaderData<typeof loader>();
  useToast(useActionData<{ toast?: string }>());
  return (
    <Page title="Settings">
      <BlockStack gap="800">
        <SettingsSection
          title="CustoMeow"
          description="Orders are sent to this CustoMeow store, and its SKUs decide what shoppers can personalise. Copy both values from your CustoMeow account."
        >
          {connection && <ConnectionState connection={connection} />}
          <ConnectionForm connection={connection} key={connection?.connectedAt ?? "none"} />
        </SettingsSection>
        {connection && (
          <SettingsSection
            title="Messages from CustoMeow"
            description="Paste this address into CustoMeow as the webhook address: changes of your SKUs and designs made later then arrive within seconds."
          >
            <WebhookAddress address={connection.webhookUrl} />
          </SettingsSection>
        )}
      </BlockStack>
    </Page>
  );
}
