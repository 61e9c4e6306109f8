import { isDeepStrictEqual } from "node:util";
import type { CompositeTask, LineItem, Order } from "@prisma/client";
import sql, { join, raw, type Sql } from "sql-template-tag";
import { v7 as newId } from "uuid";
import { insertRows, type Row, updateRows } from "../../database/recordset.ts";
import type { Sql as Connection } from "../../database/sql.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import { timelineRow } from "../../timeline/timeline.ts";
import { followUps } from "./followUps.ts";
import type { OrderLife } from "./life.ts";
import type { OrderChange } from "./orderChange.ts";

/**
 * Stores a change: the order, its lines, their tasks and files, the history and the jobs that follow, in one statement
 * and so in one commit.
 *
 * Invariant: an order is changed as it was read. Its version counts its changes, and a change is stored only while the
 * version is the one that was read; so a state that was derived from others is never derived from old ones, and no
 * lock is held while anybody thinks.
 *
 * @param alongside statements that are carried out with the change, such as noting what came of a delivery
 * @returns the order as it is now; null, with nothing stored, where another change came first
 */
export async function writeChange(
  connection: Connection,
  jobs: JobQueue,
  change: OrderChange,
  alongside: AlongsideChange = () => [],
): Promise<OrderLife | null> {
  change.settle();
  const parts = await partsOf(change, jobs);
  const others = alongside(onlyIf);
  const columns = changedColumns(change.before.order, change.order);
  if (parts.length === 0 && others.length === 0 && columns.length === 0 && !change.attemptBegins)
    return change.before;

  const { id, shopId, version, platformUpdatedAt } = change.before.order;
  // Whoever is about to send the order need not look at it again where only Shopify's version of it was noted. What is
  // decided by that version looks at it itself, below.
  const isNoted = parts.length === 0 && columns.every((column) => column === "platformUpdatedAt");
  const isChanged = change.attemptBegins || !isNoted;
  const isSameInShopify = change.attemptBegins
    ? sql`true`
    : sql`"platformUpdatedAt" IS NOT DISTINCT FROM ${platformUpdatedAt}::timestamptz`;
  const assignments = [
    sql`"version" = "version" + ${isChanged ? 1 : 0}::int`,
    ...(change.attemptBegins ? [sql`"attemptedAt" = clock_timestamp()`] : []),
    ...columns.map((column) => assignment(column, change.order[column])),
  ];
  const update = sql`
    UPDATE "Order" SET ${join(assignments)}
    WHERE "id" = ${id}::uuid AND "shopId" = ${shopId}::uuid AND "version" = ${version} AND ${isSameInShopify}
    RETURNING "version", "attemptedAt"`;
  return carryOut(connection, change, update, [...parts, ...others]);
}

/**
 * Stores an order that was not known, with its lines, its history and the job that sends it, in one statement.
 * @param change of an order that is not stored yet, see newOrder.ts
 * @returns null, with nothing stored, where another stored the same order first
 */
export async function writeNewOrder(
  connection: Connection,
  jobs: JobQueue,
  change: OrderChange,
  alongside: AlongsideChange = () => [],
): Promise<OrderLife | null> {
  change.settle();
  const parts = await partsOf(change, jobs);
  const insert = sql`
    ${insertRows("Order", [{ ...change.order, recordedAt: "now" }])}
    ON CONFLICT ("shopId", "platformOrderId") DO NOTHING
    RETURNING "version", "attemptedAt"`;
  return carryOut(connection, change, insert, [...parts, ...alongside(onlyIf)]);
}

/** Statements that are carried out in the same commit, where the condition holds. */
export type AlongsideChange = (onlyIf: Sql) => Sql[];

const onlyIf = sql`EXISTS (SELECT FROM changed)`;

async function partsOf(change: OrderChange, jobs: JobQueue): Promise<Sql[]> {
  return [...changedParts(change), ...(await jobs.insertion(followUps(change), onlyIf))];
}

async function carryOut(
  connection: Connection,
  change: OrderChange,
  order: Sql,
  parts: readonly Sql[],
): Promise<OrderLife | null> {
  const ctes = parts.map((part, index) => sql`${raw(`part_${index}`)} AS (${part})`);
  const [written] = await connection.rows<Pick<Order, "version" | "attemptedAt">>(sql`
    WITH ${join([sql`changed AS (${order})`, ...ctes])}
    SELECT "version", "attemptedAt" FROM changed`);
  if (written === undefined) return null;
  return { ...change.before, order: { ...change.order, ...written }, lines: change.lines };
}

/** Of the order, what a change may note beside its version. */
const orderColumns = [
  "state",
  "submission",
  "platformUpdatedAt",
  "cancelledAt",
  "otherItemIds",
  "customeowOrderId",
  "confirmedAt",
  "strangeAnswers",
] as const;

type OrderColumn = (typeof orderColumns)[number];

function changedColumns(before: Order, after: Order): OrderColumn[] {
  return orderColumns.filter((column) => !isDeepStrictEqual(before[column], after[column]));
}

const types: Record<OrderColumn, string> = {
  state: "ProductionState",
  submission: "SubmissionState",
  platformUpdatedAt: "timestamptz",
  cancelledAt: "timestamptz",
  otherItemIds: "text[]",
  customeowOrderId: "text",
  confirmedAt: "timestamptz",
  strangeAnswers: "int",
};

function assignment(column: OrderColumn, value: Order[OrderColumn]): Sql {
  const type = types[column];
  const cast = raw(/[A-Z]/.test(type) ? `"${type}"` : type);
  return sql`${raw(`"${column}"`)} = ${value}::${cast}`;
}

function changedParts(change: OrderChange): Sql[] {
  const { shopId, id: orderId } = change.order;
  const linesBefore = new Map(change.before.lines.map((line) => [line.id, line]));
  const tasksBefore = new Map(
    change.before.lines.flatMap(({ tasks }) => tasks).map((task) => [task.id, task]),
  );
  const lines = change.lines.map(withoutTasks);
  const tasks = change.lines.flatMap((line) => line.tasks);

  const newLines = lines.filter(({ id }) => !linesBefore.has(id));
  const newTasks = tasks.filter(({ id }) => !tasksBefore.has(id));
  const changedLines = differences(lines, (id) => {
    const before = linesBefore.get(id);
    return before && withoutTasks(before);
  });
  const changedTasks = differences<CompositeTask>(
    tasks,
    (id) => tasksBefore.get(id),
    (task) => (change.startingTasks.has(task.id) ? { startedAt: "now" } : {}),
  );
  const files = change.files.map((file) => ({ ...file, id: newId(), shopId }));
  const entries = change.told.map(({ fact, lineItemId }) =>
    timelineRow({ shopId, orderId, lineItemId }, fact),
  );
  return [
    ...(newLines.length > 0 ? [insertRows("LineItem", newLines, onlyIf)] : []),
    ...(changedLines.length > 0 ? [updateRows("LineItem", changedLines, onlyIf)] : []),
    ...(newTasks.length > 0 ? [insertRows("CompositeTask", newTasks, onlyIf)] : []),
    ...(changedTasks.length > 0 ? [updateRows("CompositeTask", changedTasks, onlyIf)] : []),
    ...(files.length > 0 ? [insertRows("ProductionFile", files, onlyIf)] : []),
    ...(entries.length > 0 ? [insertRows("TimelineEntry", entries, onlyIf)] : []),
  ];
}

function withoutTasks({ tasks, ...line }: LineItem & { tasks: unknown }): LineItem {
  return line;
}

/** The rows that differ from what they were, each with its id and every column in which one of them differs. */
function differences<Stored extends { id: string }>(
  rows: readonly Stored[],
  before: (id: string) => Stored | undefined,
  more: (row: Stored) => Row = () => ({}),
): Row[] {
  const changed = rows.flatMap((row) => {
    const was = before(row.id);
    if (was === undefined) return [];
    const differing = (Object.keys(row) as (keyof Stored)[]).filter(
      (column) => !isDeepStrictEqual(row[column], was[column]),
    );
    const added = more(row);
    const columns = [...differing.map(String), ...Object.keys(added)];
    const merged: Row = { ...row, ...added };
    return columns.length === 0 ? [] : [{ row: merged, columns }];
  });
  const columns = [...new Set(changed.flatMap((one) => one.columns))];
  return changed.map(({ row }) =>
    Object.fromEntries(["id", ...columns].map((column) => [column, row[column] ?? null])),
  );
}
