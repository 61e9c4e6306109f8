import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { ConnectionCard } from "../components/home/ConnectionCard.tsx";
import { Figures } from "../components/home/Figures.tsx";
import { SetupGuide } from "../components/home/SetupGuide.tsx";
import { readOrderFigures } from "../orders/orderList.ts";
import { connectionView, dismissSetup, isSetupDismissed } from "../shops/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";
import { countPersonalisableVariants } from "../skus/skuPage.ts";

export const meta: MetaFunction = () => [{ title: "CustoMeow" }];

const FIGURES_OF_DAYS = 30;

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const { database, settings } = services;
  const shop = await shopOf(database, await services.shopify.authenticateAdmin(request));
  const [connection, variants, figures, dismissed] = await Promise.all([
    connectionView(database, shop.id, settings.shopify.appUrl),
    countPersonalisableVariants(database, shop.id),
    readOrderFigures(database, shop.id, FIGURES_OF_DAYS),
    isSetupDismissed(database, shop.id),
  ]);
  return {
    connection,
    variants,
    figures,
    dismissed,
    shopDomain: shop.domain,
    apiKey: services.shopify.apiKey,
  };
}

/** The merchant closes the set-up guide. */
export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  await dismissSetup(services.database, shop.id);
  return json({ dismissed: true });
}

export default function Home() {
  const { connection, variants, figures, dismissed, shopDomain, apiKey } = useLoaderData<typeof loader>();
  return (
    <Page title="CustoMeow">
      <BlockStack gap="400">
        {!dismissed && (
          <SetupGuide
            connected={connection !== null}
            variants={variants}
            firstOrder={figures.any}
            shopDomain={shopDomain}
            apiKey={apiKey}
          />
        )}
        <Figures figures={figures} days={30} />
        <ConnectionCard connection={connection} variants={variants} />
      </BlockStack>
    </Page>
  );
}
