import type { CompositeTask, LineItem, Order, ProductionState } from "@prisma/client";
import sql from "sql-template-tag";
import type { Sql } from "../../database/sql.ts";
import type { LifeReference, LineLife, OrderLife } from "./life.ts";

/** JSON has no instants: they come as text. */
type InJson<Row> = {
  [Column in keyof Row]: Row[Column] extends Date
    ? string
    : Row[Column] extends Date | null
      ? string | null
      : Row[Column];
};

type LifeRow = Order & {
  lines: (InJson<LineItem> & { tasks: InJson<CompositeTask>[] })[];
  otherLineStates: ProductionState[];
  shopDomain: string;
  shopInstalledAt: Date;
};

/**
 * Reads many orders, or lines of orders, in one statement.
 * @returns in the order of the references; null where the shop has no such order, line or task
 */
export async function readLives(
  rows: Sql,
  references: readonly LifeReference[],
): Promise<(OrderLife | null)[]> {
  const read = await rows.rows<{ asked: number } & LifeRow>(sql`
    WITH asked AS (
      SELECT asked.position::int AS asked, asked."shopId", line."id" AS "lineItemId",
             coalesce(asked."orderId", line."orderId") AS "orderId"
      FROM unnest(${references.map(({ shopId }) => shopId)}::uuid[],
                  ${references.map(({ orderId }) => orderId ?? null)}::uuid[],
                  ${references.map(({ lineItemId }) => lineItemId ?? null)}::uuid[],
                  ${references.map(({ taskId }) => taskId ?? null)}::uuid[])
           WITH ORDINALITY AS asked("shopId", "orderId", "lineItemId", "taskId", position)
      LEFT JOIN "CompositeTask" AS task ON task."id" = asked."taskId"
      LEFT JOIN "LineItem" AS line
        ON line."id" = coalesce(asked."lineItemId", task."lineItemId") AND line."shopId" = asked."shopId"
    )
    SELECT asked.asked, "order".*, shop."domain" AS "shopDomain", shop."installedAt" AS "shopInstalledAt",
           lines.lines, others."otherLineStates"
    FROM asked
    JOIN "Order" AS "order" ON "order"."id" = asked."orderId" AND "order"."shopId" = asked."shopId"
    JOIN "Shop" AS shop ON shop."id" = "order"."shopId"
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(line ORDER BY line."position", line."id"), '[]') AS lines
      FROM (
        SELECT line.*, (
          SELECT coalesce(json_agg(task ORDER BY task."position", task."compositeId", task."attempt" DESC), '[]')
          FROM "CompositeTask" AS task WHERE task."lineItemId" = line."id"
        ) AS tasks
        FROM "LineItem" AS line
        WHERE line."orderId" = "order"."id" AND (asked."lineItemId" IS NULL OR line."id" = asked."lineItemId")
      ) AS line
    ) AS lines
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(DISTINCT other."state"), '[]') AS "otherLineStates"
      FROM "LineItem" AS other
      WHERE other."orderId" = "order"."id" AND other."id" <> asked."lineItemId"
    ) AS others`);
  const lives = new Map(read.map(({ asked, ...row }) => [asked, toLife(row)]));
  return references.map((_, index) => lives.get(index + 1) ?? null);
}

function toLife({ lines, otherLineStates, shopDomain, shopInstalledAt, ...order }: LifeRow): OrderLife {
  return {
    order,
    lines: lines.map(toLine),
    otherLineStates,
    shop: { domain: shopDomain, installedAt: shopInstalledAt },
  };
}

function toLine({ tasks, ...line }: LifeRow["lines"][number]): LineLife {
  return {
    ...line,
    templatesListedAt: toDate(line.templatesListedAt),
    redactedAt: toDate(line.redactedAt),
    tasks: tasks.map((task) => ({
      ...task,
      startedAt: toDate(task.startedAt),
      finishedAt: toDate(task.finishedAt),
      inProgressAt: toDate(task.inProgressAt),
    })),
  };
}

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
