import { v7 as newId } from "uuid";
import type { Row } from "../database/recordset.ts";

/** What happened: a code with its parameters, for which words are made where it is read. */
export interface Fact {
  code: string;
  parameters: object;
}

export interface TimelineSubject {
  shopId: string;
  orderId: string;
  lineItemId: string | null;
}

/**
 * The row of an entry of an order's history. It is written in the statement of the change that it tells of, so that
 * history and state never disagree.
 */
export function timelineRow(subject: TimelineSubject, { code, parameters }: Fact): Row {
  return { id: newId(), ...subject, at: "now", code, parameters };
}
