import type { ActionFunctionArgs } from "@remix-run/node";
import { acknowledgeShopifyWebhook } from "../inbox/acknowledge.ts";

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const verification = await services.shopify.verifyWebhook(request);
  return new Response(null, { status: await acknowledgeShopifyWebhook(services, verification) });
}
