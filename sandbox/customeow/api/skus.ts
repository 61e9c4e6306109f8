import type { Sku, Store } from "../stores/stores.ts";
import { storeOf } from "./access.ts";
import type { Call } from "./endpoint.ts";
import { pageOf, required } from "./paging.ts";

/** `GET /skus`, oldest first. The names of the status filter and the keyword are not documented, so neither exists. */
export function listSkus(call: Call) {
  const store = storeOf(call, required(call, "storeId"));
  const { skip, take } = pageOf(call);
  return {
    count: store.skus.size,
    list: [...store.skus.values()].slice(skip, skip + take).map((sku) => row(sku, store)),
  };
}

function row(sku: Sku, store: Store) {
  const { id, title } = sku.custom;
  return {
    id: sku.id,
    sku: sku.sku,
    integratedStatus: sku.integratedStatus,
    createdAt: sku.createdAt,
    updatedAt: sku.updatedAt,
    custom: sku.integratedStatus === 3 ? { id, title } : { id: "0", title: "" },
    store: { id: store.id, name: store.name },
  };
}
