import type { LoaderFunctionArgs } from "@remix-run/node";
import { rowId } from "../http/rowId.ts";
import { sendRemoteFile } from "../http/sendRemoteFile.ts";
import { findProductionFile } from "../production/productionFile.ts";
import { shopOf } from "../shops/shop.ts";

export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const file = await findProductionFile(services.database, shop.id, rowId(params["fileId"]));
  if (file === null) return new Response("There is no such file.", { status: 404 });
  return sendRemoteFile(file, services.log);
}
