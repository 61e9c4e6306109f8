import type { LoaderFunctionArgs } from "@remix-run/node";
import { rowId } from "../http/rowId.ts";
import { readDesign } from "../production/design.ts";
import { shopOf } from "../shops/shop.ts";

export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  return readDesign(services, shop.id, rowId(params["lineItemId"]));
}

/** A design does not change, and one that could not be read costs a request to CustoMeow at each try. */
export const shouldRevalidate = () => false;
