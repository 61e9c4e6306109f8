import type { ActionFunctionArgs } from "@remix-run/node";
import { LARGEST_CUSTOMEOW_WEBHOOK_BYTES, receiveCustomeowWebhook } from "../inbox/customeowWebhook.ts";
import { readBounded } from "../http/readBounded.ts";

export async function action({ request, params, context: { services } }: ActionFunctionArgs) {
  const body = await readBounded(request, LARGEST_CUSTOMEOW_WEBHOOK_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  return new Response(null, { status: await receiveCustomeowWebhook(services, params["token"] ?? "", body) });
}
