import { createdAt, lineItemRow, NO_DESIGN, pieces } from "../orders/orders.ts";
import { parseOrderRequest, type LineItemRequest } from "../orders/orderRequest.ts";
import type { Custom, Store } from "../stores/stores.ts";
import { storeOf } from "./access.ts";
import { ApiError } from "./apiError.ts";
import type { Call } from "./endpoint.ts";
import { pageOf, required } from "./paging.ts";

/** `POST /order`. All or nothing: one line that is refused refuses the order. */
export function createOrder(call: Call) {
  const request = parseOrderRequest(call.body);
  const store = storeOf(call, request.storeId);
  const customs = request.lineItems.map((line, index) => customOf(call, store, line, `lineItems[${index}]`));
  return { id: call.customeow.orders.create(request, customs).id };
}

/** `GET /order`: a row is a line item. The filters' names are not documented, so there are none. */
export function listOrders(call: Call) {
  const { skip, take } = pageOf(call);
  const { orders } = call.customeow;
  const storeIds = new Set(call.stores.map((store) => store.id));
  return {
    count: call.stores.reduce((sum, store) => sum + orders.lineItemCount(store.id), 0),
    list: orders
      .page(storeIds, skip, take)
      .map(({ order, line }) => ({ ...lineItemRow(order, line), storeId: order.storeId })),
  };
}

/** `GET /order-info`. Of several orders with the same platform id, the first. */
export function orderInfo(call: Call) {
  const store = storeOf(call, required(call, "storeId"));
  const platformOrderId = required(call, "platformOrderId");
  const [order] = call.customeow.orders.ofPlatform(store.id, platformOrderId);
  if (!order && call.customeow.settings.unknownOrder === "null") return null;
  if (!order) throw new ApiError("notFound", `There is no order with platformOrderId ${platformOrderId}.`);
  return {
    id: order.id,
    quantity: pieces(order),
    platformOrderId: order.platformOrderId,
    platformOrderNo: order.platformOrderNo,
    platformCreatedAt: createdAt(order),
    lineItems: order.lineItems.map((line) => lineItemRow(order, line)),
  };
}

function customOf(call: Call, store: Store, line: LineItemRequest, name: string): Custom {
  const sku = store.skus.get(line.sku);
  if (!sku) throw new ApiError("unknownSku", `${name}.sku: the store has no SKU "${line.sku}".`);
  if (!sku.everIntegrated)
    throw new ApiError("skuNotIntegrated", `${name}.sku: "${line.sku}" is not integrated.`);
  checkDesign(call, store, line, name);
  return sku.custom;
}

function checkDesign(call: Call, store: Store, line: LineItemRequest, name: string): void {
  const { customInfoId } = line;
  if (customInfoId === NO_DESIGN) {
    if (!call.customeow.settings.rejectLinesWithoutDesign) return;
    throw new ApiError("designMissing", `${name}.customInfoId: the line has no custom data.`);
  }
  if (call.customeow.designs.get(customInfoId)?.storeId !== store.id)
    throw new ApiError(
      "unknownDesign",
      `${name}.customInfoId: there is no custom data with id ${customInfoId}.`,
    );
}
