import type { CompositeTaskState, Prisma, ProductionState, SubmissionState } from "@prisma/client";
import type { Database } from "../../database/database.ts";
import { type Fact, readFact } from "../../facts/fact.ts";
import type { PageRequest } from "../../lists/paging.ts";
import { type Advices, advices, type OrderFacts, orderFacts } from "../lifecycle/facts.ts";
import { type Failures, readFailure, type Remedy, remedyFor } from "../lifecycle/failures.ts";
import { isMoving } from "../lifecycle/states.ts";
import { readTimeline } from "./timelinePage.ts";

/** One order as the merchant and the operator see it. */
export interface OrderPage {
  id: string;
  platformOrderId: string;
  platformOrderNo: string;
  placedAt: Date;
  /** When it was cancelled in Shopify. */
  cancelledAt: Date | null;
  state: ProductionState;
  /** Work goes on by itself: the page keeps looking. */
  live: boolean;
  customeowOrderId: string | null;
  lineItems: LineItemView[];
  /** One page of it, the oldest first. */
  timeline: { id: string; at: Date; fact: Fact<OrderFacts>; lineItemId: string | null }[];
  /** The cursors of the newer and the older entries; null where there are none. */
  newerTimeline: string | null;
  olderTimeline: string | null;
  unexpectedAnswers: { id: string; call: string; httpStatus: number; body: string; receivedAt: Date }[];
}

export interface LineItemView {
  id: string;
  title: string;
  variantTitle: string;
  sku: string;
  quantity: number;
  imageUrl: string;
  hasDesign: boolean;
  state: ProductionState;
  failure: Fact<Failures> | null;
  /** What to do in CustoMeow by hand, because the order changed in Shopify after it was sent. */
  advice: Fact<Advices>[];
  remedy: Remedy;
  /** The newest attempt of each template. */
  tasks: TaskView[];
}

export interface TaskView {
  id: string;
  templateTitle: string;
  attempt: number;
  state: CompositeTaskState;
  failure: Fact<Failures> | null;
  files: { id: string; position: number; url: string }[];
}

const everything = {
  lineItems: {
    orderBy: { position: "asc" },
    include: {
      compositeTasks: {
        orderBy: [{ position: "asc" }, { compositeId: "asc" }, { attempt: "desc" }],
        distinct: ["position", "compositeId"],
        include: { files: { orderBy: { position: "asc" }, select: { id: true, position: true, url: true } } },
      },
    },
  },
  unexpectedAnswers: { orderBy: { receivedAt: "desc" }, take: 20 },
} satisfies Prisma.OrderInclude;

type OrderWithEverything = Prisma.OrderGetPayload<{ include: typeof everything }>;

/** Null where the shop has no such order. */
export async function readOrderPage(
  database: Database,
  shopId: string,
  orderId: string,
  timelinePage: PageRequest | null = null,
): Promise<OrderPage | null> {
  const [order, timeline] = await Promise.all([
    database.order.findFirst({ where: { id: orderId, shopId }, include: everything }),
    readTimeline(database, { shopId, orderId }, timelinePage),
  ]);
  if (order === null) return null;
  const { id, platformOrderId, platformOrderNo, placedAt, cancelledAt, state, customeowOrderId } = order;
  return {
    id,
    platformOrderId,
    platformOrderNo,
    placedAt,
    cancelledAt,
    state,
    live: isLive(order),
    customeowOrderId,
    lineItems: order.lineItems.map((line) => toLineItem(line, order.submission)),
    timeline: timeline.rows.toReversed().map(({ id, at, lineItemId, ...fact }) => ({
      id,
      at,
      fact: readFact<OrderFacts>(orderFacts, fact),
      lineItemId,
    })),
    newerTimeline: timeline.before,
    olderTimeline: timeline.after,
    unexpectedAnswers: order.unexpectedAnswers.map(({ id, call, httpStatus, body, receivedAt }) => ({
      id,
      call,
      httpStatus,
      body,
      receivedAt,
    })),
  };
}

/** A failed line does not hold up its siblings, so the order's own state does not tell whether work goes on. */
function isLive({ lineItems }: OrderWithEverything): boolean {
  const working: readonly CompositeTaskState[] = ["pending", "starting", "in_progress"];
  return lineItems.some(
    ({ state, compositeTasks }) =>
      isMoving(state) ||
      // Nobody asks any more for the files of what was cancelled.
      (state !== "cancelled" && compositeTasks.some((task) => working.includes(task.state))),
  );
}

function toLineItem(
  line: OrderWithEverything["lineItems"][number],
  submission: SubmissionState,
): LineItemView {
  const remedy = line.state === "failed" ? remedyFor(line.failureCode) : "none";
  // CustoMeow cannot add an item to an order that it has.
  const needsOrder = remedy === "retry_order" || remedy === "enter_design";
  const possible = !needsOrder || submission === "rejected" || submission === "pending";
  return {
    id: line.id,
    title: line.platformProductTitle,
    variantTitle: line.platformVariantTitle,
    sku: line.sku,
    quantity: line.quantity,
    imageUrl: line.platformProductImage,
    hasDesign: line.customInfoId !== null && line.failureCode !== "design_id_invalid",
    state: line.state,
    failure: failureOf(line),
    advice: adviceOf(line.advice),
    remedy: possible ? remedy : "none",
    tasks: line.compositeTasks.map((task) => ({
      id: task.id,
      templateTitle: task.templateTitle,
      attempt: task.attempt,
      state: task.state,
      failure: failureOf(task),
      files: task.files,
    })),
  };
}

type Failing = { failureCode: string | null; failureParameters: unknown };

function failureOf({ failureCode, failureParameters }: Failing): Fact<Failures> | null {
  return failureCode === null ? null : readFailure(failureCode, failureParameters);
}

function adviceOf(advice: unknown): Fact<Advices>[] {
  return Array.isArray(advice) ? advice.map((one) => readFact<Advices>(advices, one)) : [];
}
