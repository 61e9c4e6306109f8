import type { LineItemView, OrderPage, TaskView } from "../orders/pages/orderPage.ts";
import type { Language } from "./language.ts";

/** An order's page with words in the place of facts. They are made on the server: a browser loads no language. */
export interface OrderPageInWords extends Omit<OrderPage, "lineItems" | "timeline"> {
  lineItems: LineItemInWords[];
  timeline: { id: string; at: Date; code: string; message: string; lineItemId: string | null }[];
}

export interface LineItemInWords extends Omit<LineItemView, "failure" | "advice" | "tasks"> {
  failureReason: string | null;
  /** What to do in CustoMeow by hand. */
  advice: string[];
  tasks: TaskInWords[];
}

export interface TaskInWords extends Omit<TaskView, "failure"> {
  failureReason: string | null;
}

export function orderPageInWords(page: OrderPage, language: Language): OrderPageInWords {
  return {
    ...page,
    lineItems: page.lineItems.map((line) => lineInWords(line, language)),
    timeline: page.timeline.map(({ fact, ...entry }) => ({
      ...entry,
      code: fact.code,
      message: language.orderFact(fact),
    })),
  };
}

function lineInWords({ failure, advice, tasks, ...line }: LineItemView, language: Language): LineItemInWords {
  return {
    ...line,
    failureReason: failure && language.lineFailure(failure),
    advice: advice.map((one) => language.advice(one)),
    tasks: tasks.map(({ failure: failureOfTask, ...task }) => ({
      ...task,
      failureReason: failureOfTask && language.lineFailure(failureOfTask),
    })),
  };
}
