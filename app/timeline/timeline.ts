import type { Prisma } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { storableText } from "../text/storableText.ts";

/** What can happen to an order. The merchant reads the message; the kind is for icons and filters. */
export type TimelineKind =
  | "order_received"
  | "order_created"
  | "order_found"
  | "order_waits"
  | "order_refused"
  | "order_changed"
  | "design_completed"
  | "templates_found"
  | "no_template"
  | "production_started"
  | "file_ready"
  | "failed"
  | "made_again"
  | "cancelled";

export interface TimelineSubject {
  shopId: string;
  orderId: string;
  lineItemId?: string;
}

const LONGEST_MESSAGE = 2000;

/** Written in the transaction of the change that it tells of, so that history and state never disagree. */
export async function addToTimeline(
  transaction: Transaction,
  subject: TimelineSubject,
  kind: TimelineKind,
  message: string,
  detail?: Prisma.InputJsonValue,
): Promise<void> {
  const { shopId, orderId, lineItemId } = subject;
  await transaction.timelineEntry.create({
    data: {
      shopId,
      orderId,
      lineItemId: lineItemId ?? null,
      kind,
      message: storableText(message, LONGEST_MESSAGE),
      ...(detail === undefined ? {} : { detail }),
    },
  });
}
