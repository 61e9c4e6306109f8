import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { isRouteErrorResponse, useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack, Layout, Page } from "@shopify/polaris";
import { EmbeddedError } from "../components/EmbeddedError.tsx";
import { NotFound } from "../components/NotFound.tsx";
import { readPageRequest } from "../components/listRequest.ts";
import { LineItemCard } from "../components/order/LineItemCard.tsx";
import { OrderFacts } from "../components/order/OrderFacts.tsx";
import { OrderTimeline } from "../components/order/OrderTimeline.tsx";
import { UnexpectedAnswers } from "../components/order/UnexpectedAnswers.tsx";
import { ProblemBanner } from "../components/ProblemBanner.tsx";
import { StateBadge } from "../components/StateBadge.tsx";
import { productionStates } from "../components/states.ts";
import { useLiveRefresh } from "../components/useLiveRefresh.ts";
import { useToast } from "../components/useToast.ts";
import { rowId } from "../http/rowId.ts";
import { correctDesign } from "../orders/designs/correctDesign.ts";
import { findDesignsNow, type LookedForDesigns } from "../orders/designs/findDesigns.ts";
import type { Retried } from "../orders/lifecycle/retried.ts";
import { readOrderPage } from "../orders/pages/orderPage.ts";
import { retryOrder } from "../orders/send/retryOrder.ts";
import { makeAgain, retryLineItem } from "../production/makeAgain.ts";
import type { Services } from "../services.ts";
import { shopOf } from "../shops/shop.ts";
import { english } from "../wording/english.ts";
import { orderPageInWords } from "../wording/orderPage.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Order #${data.order.platformOrderNo}` : "Order not found" },
];

export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const orderId = rowId(params["orderId"]);
  const order = await readOrderPage(services.database, shop.id, orderId, readPageRequest(request));
  if (order === null) throw Response.json(null, { status: 404 });
  return { order: orderPageInWords(order, english) };
}

export async function action({ request, params, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const orderId = rowId(params["orderId"]);
  const form = await request.formData();
  if (form.get("intent") === "find_designs")
    return answerOf(await findDesignsNow(services, { shopId: shop.id, orderId }));
  const retried = await carryOut(services, shop.id, orderId, form);
  if (retried.outcome === "retried") return Response.json({ toast: "Started again" });
  return Response.json({ problem: english.notPossible(retried.reason) }, { status: 409 });
}

function answerOf(found: LookedForDesigns): Response {
  if (found.outcome === "found") return Response.json({ toast: "Design found" });
  return Response.json({ problem: english.designsNotFound(found.reason) }, { status: 409 });
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
    case "enter_design":
      return correctDesign(services, shopId, subject, textField(form, "customInfoId"));
    case null:
    default:
      throw Response.json(null, { status: 400 });
  }
}

function textField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

export default function OrderRoute() {
  const { order } = useLoaderData<typeof loader>();
  const answer = useActionData<{ toast?: string; problem?: string }>();
  const look = productionStates[order.state];
  useLiveRefresh(order.live, `${order.state} ${order.timeline.at(-1)?.id}`);
  useToast(answer);
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
          <BlockStack gap="400">
            <OrderFacts order={order} />
            <OrderTimeline
              entries={order.timeline}
              newer={order.newerTimeline}
              older={order.olderTimeline}
              live={order.live}
            />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404)
    return (
      <NotFound
        title="Order not found"
        heading="There is no such order here"
        reason="It may have no personalised items: those orders are not shown in this app."
      />
    );
  return <EmbeddedError />;
}
