import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { isRouteErrorResponse, useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack, EmptyState, Layout, Page } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { LineItemCard } from "../components/order/LineItemCard.tsx";
import { OrderTimeline } from "../components/order/OrderTimeline.tsx";
import { UnexpectedAnswers } from "../components/order/UnexpectedAnswers.tsx";
import { PageError } from "../components/PageError.tsx";
import { StateBadge } from "../components/StateBadge.tsx";
import { productionStates } from "../components/states.ts";
import { rowId } from "../http/rowId.ts";
import { ProblemBanner } from "../components/ProblemBanner.tsx";
import { useLiveRefresh } from "../components/useLiveRefresh.ts";
import { useToast } from "../components/useToast.ts";
import { readOrderPage } from "../orders/orderPage.ts";
import { type Retried, retryOrder } from "../orders/retryOrder.ts";
import { makeAgain, retryLineItem } from "../production/makeAgain.ts";
import type { Services } from "../services.ts";
import { shopOf } from "../shops/shop.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Order #${data?.order.platformOrderNo ?? ""}` },
];

export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const order = await readOrderPage(services.database, shop.id, rowId(params["orderId"]));
  if (order === null) throw json(null, { status: 404 });
  return { order };
}

export async function action({ request, params, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const retried = await carryOut(services, shop.id, rowId(params["orderId"]), await request.formData());
  if (retried.outcome === "retried") return json({ toast: "Started again" });
  return json({ problem: retried.reason }, { status: 409 });
}

async function carryOut(
  services: Services,
  shopId: string,
  orderId: string,
  form: FormData,
): Promise<Retried> {
  const subject = rowId(form.get("id"));
  switch (form.get("intent")) {
    case "make_again":
      return makeAgain(services, shopId, subject);
    case "retry_line":
      return retryLineItem(services, shopId, subject);
    case "retry_order":
      return retryOrder(services, shopId, orderId);
    default:
      throw json(null, { status: 400 });
  }
}

export default function OrderRoute() {
  const { order } = useLoaderData<typeof loader>();
  const answer = useActionData<{ toast?: string; problem?: string }>();
  useLiveRefresh(order.live);
  useToast(answer);
  const look = productionStates[order.state];
  return (
    <Page
      title={`Order #${order.platformOrderNo}`}
      titleMetadata={<StateBadge look={look} />}
      backAction={{ content: "Orders", url: "/app/orders" }}
      secondaryActions={[
        {
          content: "View in Shopify",
          url: `shopify://admin/orders/${order.platformOrderId}`,
          target: "_top",
        },
      ]}
    >
      <span role="status" className="Polaris-Text--visuallyHidden">
        {order.live ? "Production is under way. This page updates by itself." : `Production: ${look.label}`}
      </span>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {answer?.problem && (
              <ProblemBanner title="That could not be done">{answer.problem}</ProblemBanner>
            )}
            {order.lineItems.map((line) => (
              <LineItemCard key={line.id} line={line} orderId={order.id} />
            ))}
            <UnexpectedAnswers answers={order.unexpectedAnswers} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <OrderTimeline entries={order.timeline} live={order.live} />
        </Layout.Section>
      </Layout>
    </Page>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404)
    return (
      <Page title="Order not found" backAction={{ content: "Orders", url: "/app/orders" }}>
        <EmptyState heading="There is no such order here" image="/empty-orders.svg">
          <p>It may have no personalised items: those orders are not shown in this app.</p>
        </EmptyState>
      </Page>
    );
  try {
    return boundary.error(error);
  } catch {
    return <PageError />;
  }
}
