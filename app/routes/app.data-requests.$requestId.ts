import { Readable } from "node:stream";
import {
  type ActionFunctionArgs,
  createReadableStreamFromReadable,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { create as contentDisposition } from "content-disposition";
import { rowId } from "../http/rowId.ts";
import { answerDataRequest } from "../privacy/dataRequests.ts";
import { exportCustomerData } from "../privacy/exportCustomerData.ts";
import { shopOf } from "../shops/shop.ts";

/** What a customer asked for, as a file. */
export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const requestId = rowId(params["requestId"]);
  const data = await exportCustomerData(services, shop, requestId);
  if (data === null) return new Response("There is no such request.", { status: 404 });
  return new Response(createReadableStreamFromReadable(Readable.from(data)), {
    headers: {
      "content-type": "application/json",
      "content-disposition": contentDisposition(`customer-data-${requestId}.json`),
      "cache-control": "private, no-store",
    },
  });
}

/** The merchant has handed it over. */
export async function action({ request, params, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  await answerDataRequest(services.database, shop.id, rowId(params["requestId"]));
  return Response.json({ toast: "Marked as handed over" });
}
