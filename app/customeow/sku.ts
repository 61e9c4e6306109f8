import { z } from "zod";
import { call, type Connection } from "./http.ts";
import type { CustomeowResult } from "./failure.ts";
import { count, customeowSkuId, list, text } from "./ids.ts";

/** How far a SKU is with CustoMeow. Only `integrated` can be personalised. */
export type IntegratedStatus = "none" | "not_integrated" | "integrating" | "integrated" | "removed";

/** Reference, Get SKU list: 0 none, 1 not integrated, 2 integrating, 3 integrated, 4 integration mechanism removed. */
const statuses: readonly IntegratedStatus[] = [
  "none",
  "not_integrated",
  "integrating",
  "integrated",
  "removed",
];

/** A status that is not documented counts as `none`, so that it never offers a customizer that is not there. */
export const integratedStatus = z
  .union([z.number(), z.string().transform(Number)])
  .nullish()
  .transform((status): IntegratedStatus => statuses[status ?? 0] ?? "none");

const listedSku = z.object({
  id: customeowSkuId,
  sku: text,
  integratedStatus,
  custom: z.object({ id: text, title: text }).nullish(),
  store: z.object({ id: text, name: text }).nullish(),
});

export const skuPage = z.object({
  count,
  list: list(listedSku),
});

/** A row of CustoMeow's SKU list. */
export type ListedSku = z.output<typeof listedSku>;

/** `GET /skus`, one page. */
export async function listSkus(
  connection: Connection,
  page: { storeId: string; page: number; pageSize: number },
): Promise<CustomeowResult<{ count: number; list: ListedSku[] }>> {
  return call(connection, {
    name: "GET /skus",
    kind: "read",
    path: "/skus",
    query: { storeId: page.storeId, page: String(page.page), pageSize: String(page.pageSize) },
    value: skuPage,
  });
}
