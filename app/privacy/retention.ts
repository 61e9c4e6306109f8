import sql, { type Sql } from "sql-template-tag";
import type { Retention } from "../config/settings.ts";

/** How long rows of a table are kept. docs/privacy.md says why. */
export type TableRetention =
  /** Until the shop removes the app and is erased, or the app itself changes them. */
  | { kept: "with the shop" }
  /** With the rows that they belong to. */
  | { kept: "with"; table: string }
  | { kept: "for good" }
  /** Until what they are for is over, minutes to hours later. */
  | { kept: "while in use" }
  /** So many days, see keepRetention.ts. `old` gives the keys of some that are older. */
  | { kept: "for days"; days: keyof Retention; key: "id" | "ctid"; old: OldRows }
  /** So many days, by a job that knows more of them. */
  | { kept: "by a job of its own"; job: "forget-deliveries" | "sweep-orders" };

type OldRows = (days: number, most: number) => Sql;

/** Rows of a table, through an index that begins with the shop, so that no table is read from end to end. */
function oldOfEachShop(table: Sql, column: Sql, isDone: Sql): OldRows {
  return (days, most) => sql`
    SELECT old."id" FROM "Shop" AS shop CROSS JOIN LATERAL (
      SELECT kept."id" FROM ${table} AS kept
      WHERE kept."shopId" = shop."id" AND kept.${column} < now() - ${days}::int * interval '1 day' AND ${isDone}
      ORDER BY kept.${column} LIMIT ${most}
    ) AS old LIMIT ${most}`;
}

const WITH_THE_SHOP = { kept: "with the shop" } as const;
const WHILE_IN_USE = { kept: "while in use" } as const;
const withRowsOf = (table: string) => ({ kept: "with", table }) as const;

/** Every table, as prisma/schema.prisma names it; a test compares them, and both with docs/privacy.md. */
export const retentionOf: Readonly<Record<string, TableRetention>> = {
  Session: {
    kept: "for days",
    days: "expiredSessionsDays",
    key: "id",
    old: (days, most) => sql`
      SELECT "id" FROM "Session"
      WHERE coalesce("refreshTokenExpires", "expires") < now() - ${days}::int * interval '1 day' LIMIT ${most}`,
  },
  KeptKey: { kept: "for good" },
  Shop: WITH_THE_SHOP,
  CustomeowConnection: WITH_THE_SHOP,
  CustomeowSku: WITH_THE_SHOP,
  MatchedVariant: WITH_THE_SHOP,
  PublishedProduct: WITH_THE_SHOP,
  OrderReading: WITH_THE_SHOP,
  TemplatePace: WITH_THE_SHOP,
  ShopCount: WITH_THE_SHOP,
  CountChange: WHILE_IN_USE,
  Lease: WHILE_IN_USE,
  QuotaGrant: WHILE_IN_USE,
  QuotaShare: WHILE_IN_USE,
  QuotaLine: WHILE_IN_USE,
  QuotaKeyState: WITH_THE_SHOP,
  SkuSyncPart: WHILE_IN_USE,
  Order: {
    kept: "for days",
    days: "ordersDays",
    key: "id",
    // What is under way goes on.
    old: oldOfEachShop(
      sql`"Order"`,
      sql`"placedAt"`,
      sql`kept."state" NOT IN ('queued', 'sent', 'composing')`,
    ),
  },
  OrderSearch: withRowsOf("Order"),
  LineItem: withRowsOf("Order"),
  CompositeTask: withRowsOf("LineItem"),
  ProductionFile: withRowsOf("CompositeTask"),
  TimelineEntry: withRowsOf("Order"),
  UnexpectedAnswer: {
    kept: "for days",
    days: "answersDays",
    key: "id",
    old: oldOfEachShop(sql`"UnexpectedAnswer"`, sql`"receivedAt"`, sql`true`),
  },
  Design: {
    kept: "for days",
    days: "designsDays",
    key: "ctid",
    old: (days, most) => sql`
      SELECT ctid FROM "Design"
      WHERE "readAt" < now() - ${days}::int * interval '1 day' ORDER BY "readAt" LIMIT ${most}`,
  },
  WebhookDelivery: { kept: "by a job of its own", job: "forget-deliveries" },
  PassedOverOrder: { kept: "by a job of its own", job: "sweep-orders" },
  SkuSync: {
    kept: "for days",
    days: "recordsDays",
    key: "id",
    // The last one is shown.
    old: oldOfEachShop(
      sql`"SkuSync"`,
      sql`"startedAt"`,
      sql`kept."state" <> 'running' AND EXISTS (
        SELECT FROM "SkuSync" AS newer WHERE newer."shopId" = kept."shopId" AND newer."startedAt" > kept."startedAt")`,
    ),
  },
  BulkRun: {
    kept: "for days",
    days: "recordsDays",
    key: "id",
    old: oldOfEachShop(sql`"BulkRun"`, sql`"askedAt"`, sql`kept."state" IN ('finished', 'cancelled')`),
  },
  CustomerDataRequest: {
    kept: "for days",
    days: "recordsDays",
    key: "id",
    old: oldOfEachShop(sql`"CustomerDataRequest"`, sql`"receivedAt"`, sql`kept."answeredAt" IS NOT NULL`),
  },
};
