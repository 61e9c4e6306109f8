import type { Design } from "../designs/designs.ts";
import type { Store } from "../stores/stores.ts";
import { ApiError } from "./apiError.ts";
import type { Call } from "./endpoint.ts";

/** @throws ApiError when the key does not open a store with this id: it never says whether such a store exists. */
export function storeOf(call: Call, storeId: string): Store {
  const store = call.stores.find((one) => one.id === storeId);
  if (!store) throw new ApiError("notFound", `There is no store with id ${storeId}.`);
  call.about(store);
  return store;
}

/** @throws ApiError when it is unknown, or belongs to a store that the key does not open. */
export function designOf(call: Call, customInfoId: string): Design {
  const design = call.customeow.designs.get(customInfoId);
  const store = design && call.stores.find((one) => one.id === design.storeId);
  if (!design || !store) throw new ApiError("notFound", `There is no custom data with id ${customInfoId}.`);
  call.about(store);
  return design;
}
