import type { LoaderFunctionArgs } from "@remix-run/node";
import { readDesign } from "../production/design.ts";
import { shopOf } from "../shops/shop.ts";
import { rowId } from "../http/rowId.ts";

export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  return readDesign(services, shop.id, rowId(params["lineItemId"]));
}
