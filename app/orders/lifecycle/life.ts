import type { CompositeTask, LineItem, Order, ProductionState } from "@prisma/client";

/** An order as it lives: its row, its lines with their composite tasks, and the shop that it belongs to. */
export interface OrderLife {
  order: Order;
  /** All of them, the first first; or the one that was asked for. */
  lines: LineLife[];
  /** The states of the lines that were not read, each once. */
  otherLineStates: ProductionState[];
  shop: { domain: string; installedAt: Date };
}

export type LineLife = LineItem & {
  /** By template, in the templates' order, the newest attempt first. */
  tasks: CompositeTask[];
};

/**
 * Which order is meant, and how much of it: the whole, or one line with its siblings' states. An order of hundreds of
 * lines is not read as a whole for each step of each of them.
 */
export type LifeReference = { shopId: string } & (
  | { orderId: string; lineItemId?: never; taskId?: never }
  | { lineItemId: string; orderId?: never; taskId?: never }
  | { taskId: string; orderId?: never; lineItemId?: never }
);

/** The newest attempt of each template of a line. */
export function newestTasks({ tasks }: Pick<LineLife, "tasks">): CompositeTask[] {
  return tasks.filter(
    (task, index) =>
      tasks.findIndex(
        (other) => other.position === task.position && other.compositeId === task.compositeId,
      ) === index,
  );
}
