import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { CheckoutProtection } from "../components/settings/CheckoutProtection.tsx";
import { ConnectionForm } from "../components/settings/ConnectionForm.tsx";
import { ConnectionState } from "../components/settings/ConnectionState.tsx";
import { SettingsSection } from "../components/settings/SettingsSection.tsx";
import { WebhookAddress } from "../components/settings/WebhookAddress.tsx";
import { useToast } from "../components/useToast.ts";
import { readCheckoutProtection, saveCheckoutProtection } from "../shops/checkoutProtection.ts";
import { rotateWebhookToken } from "../connection/connect.ts";
import { connectionView, readWebhookAddress } from "../connection/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";
import { english } from "../wording/english.ts";

export const meta: MetaFunction = () => [{ title: "Settings" }];

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const [connection, webhookAddress, checkoutProtection] = await Promise.all([
    connectionView(services.database, shop.id),
    readWebhookAddress(services, shop.id, services.settings.shopify.appUrl),
    readCheckoutProtection(services, shop.domain),
  ]);
  const { protection, problem } = checkoutProtection;
  return {
    connection,
    webhookAddress,
    checkoutProtection: { protection, problem: problem && english.checkoutProtectionProblem(problem) },
  };
}

/** PUT changes the protection of the checkout; POST makes a new address for CustoMeow's webhooks. */
export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  if (request.method === "PUT") {
    const form = await request.formData();
    const saved = await saveCheckoutProtection(services, shop.domain, form.get("protection"));
    if (saved.outcome === "saved") return Response.json({ toast: "Checkout protection saved" });
    return Response.json({ problem: english.checkoutProtectionProblem(saved.problem) }, { status: 422 });
  }
  await rotateWebhookToken(services, shop.id);
  return Response.json({ toast: "New address made" });
}

export default function Settings() {
  const { connection, webhookAddress, checkoutProtection } = useLoaderData<typeof loader>();
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
        {connection && webhookAddress && (
          <SettingsSection
            title="Messages from CustoMeow"
            description="Paste this address into CustoMeow as the webhook address: changes of your SKUs and designs made later then arrive within seconds."
          >
            <WebhookAddress address={webhookAddress} receivedAt={connection.webhookReceivedAt} />
          </SettingsSection>
        )}
        <SettingsSection
          title="Checkout protection"
          description="Keeps shoppers from buying a product that can be personalised before they have designed it. At the checkout they read which product is unfinished, and what to do about it."
        >
          <CheckoutProtection state={checkoutProtection} />
        </SettingsSection>
      </BlockStack>
    </Page>
  );
}
