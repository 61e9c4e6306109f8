import type { Shop, WebhookDelivery } from "@prisma/client";
import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/** The shop that an order belongs to, as far as applying the order needs it. */
export type DeliveryShop = Pick<Shop, "id" | "domain" | "installedAt">;

export interface ReadDelivery {
  delivery: WebhookDelivery;
  /** Null where the shop never had the app, or was erased. */
  shop: DeliveryShop | null;
}

type Row = WebhookDelivery & { shopId: string | null; domain: string; installedAt: Date };

/** Many deliveries, each with its shop, in the order of the ids; null for one that is gone. */
export async function readDeliveries(rows: Sql, ids: readonly string[]): Promise<(ReadDelivery | null)[]> {
  const read = await rows.rows<Row>(sql`
    SELECT delivery.*, shop."id" AS "shopId", shop."domain", shop."installedAt"
    FROM "WebhookDelivery" AS delivery
    LEFT JOIN "Shop" AS shop ON shop."domain" = delivery."shopDomain"
    WHERE delivery."id" = ANY(${ids}::uuid[])`);
  const byId = new Map(read.map((row) => [row.id, toDelivery(row)]));
  return ids.map((id) => byId.get(id) ?? null);
}

function toDelivery({ shopId, domain, installedAt, ...delivery }: Row): ReadDelivery {
  return { delivery, shop: shopId === null ? null : { id: shopId, domain, installedAt } };
}
