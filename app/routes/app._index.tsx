import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { ConnectionCard } from "../components/home/ConnectionCard.tsx";
import { DataRequests } from "../components/home/DataRequests.tsx";
import { Figures } from "../components/home/Figures.tsx";
import { SetupGuide, type ThemeEditorLinks } from "../components/home/SetupGuide.tsx";
import { useThemePlacement } from "../components/home/useThemePlacement.ts";
import { connectionView } from "../connection/connectionPage.ts";
import { readOrderFigures } from "../orders/pages/orderFigures.ts";
import { openDataRequests } from "../privacy/dataRequests.ts";
import { dismissSetup, isSetupDismissed } from "../shops/setupGuide.ts";
import { shopOf } from "../shops/shop.ts";
import { countIntegratedVariants } from "../skus/integratedVariants.ts";

export const meta: MetaFunction = () => [{ title: "CustoMeow" }];

const FIGURES_OF_DAYS = 30;

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const { database } = services;
  const shop = await shopOf(database, await services.shopify.authenticateAdmin(request));
  const [connection, variants, figures, dismissed, dataRequests] = await Promise.all([
    connectionView(database, shop.id),
    countIntegratedVariants(database, shop.id),
    readOrderFigures(services.sql, shop.id, FIGURES_OF_DAYS),
    isSetupDismissed(database, shop.id),
    openDataRequests(services.sql, shop.id),
  ]);
  return {
    connection,
    variants,
    figures,
    dismissed,
    dataRequests,
    themeEditor: themeEditorLinks(shop.domain, services.shopify.apiKey),
  };
}

/** The deep links of https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration */
function themeEditorLinks(shopDomain: string, apiKey: string): ThemeEditorLinks {
  const editor = `https://${shopDomain}/admin/themes/current/editor`;
  return {
    addCustomizer: `${editor}?template=product&addAppBlockId=${apiKey}/customizer&target=mainSection`,
    activateCartDesigns: `${editor}?context=apps&activateAppId=${apiKey}/cart-designs`,
  };
}

/** The merchant closes the set-up guide. */
export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  await dismissSetup(services.database, shop.id);
  return Response.json({ dismissed: true });
}

export default function Home() {
  const { connection, variants, figures, dismissed, dataRequests, themeEditor } =
    useLoaderData<typeof loader>();
  const { customizer, cartDesigns } = useThemePlacement();
  const connected = connection !== null && connection.keyRefusedSince === null;
  return (
    <Page title="CustoMeow">
      <BlockStack gap="400">
        <DataRequests requests={dataRequests} />
        {!dismissed && (
          <SetupGuide
            facts={{ connected, variants, blockPlaced: customizer, firstOrder: figures.any }}
            webhookReceivedAt={connection?.webhookReceivedAt ?? null}
            cartDesigns={cartDesigns}
            themeEditor={themeEditor}
          />
        )}
        <Figures figures={figures} days={FIGURES_OF_DAYS} />
        <ConnectionCard
          connection={connection}
          variants={variants}
          blockPlaced={customizer}
          themeEditorUrl={themeEditor.addCustomizer}
        />
      </BlockStack>
    </Page>
  );
}
