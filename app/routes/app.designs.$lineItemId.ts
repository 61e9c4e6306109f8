import type { LoaderFunctionArgs } from "@remix-run/node";
import { rowId } from "../http/rowId.ts";
import { readDesign } from "../production/design.ts";
import { shopOf } from "../shops/shop.ts";
import { english } from "../wording/english.ts";

export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const read = await readDesign(services, shop.id, rowId(params["lineItemId"]));
  return read.outcome === "read"
    ? read
    : { outcome: read.outcome, reason: english.designProblem(read.problem) };
}

/** A design does not change, and one that could not be read costs a request to CustoMeow at each try. */
export const shouldRevalidate = () => false;
