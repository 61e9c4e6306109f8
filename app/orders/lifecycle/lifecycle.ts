import sql, { type Sql } from "sql-template-tag";
import { readTogether } from "../../database/readTogether.ts";
import type { SqlPool } from "../../database/sql.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import { PostponedError } from "../../jobs/postponed.ts";
import type { LifeReference, OrderLife } from "./life.ts";
import { OrderChange } from "./orderChange.ts";
import { readLives } from "./readLives.ts";
import { type AlongsideChange, writeChange, writeNewOrder } from "./writeChange.ts";

/** The one owner of an order's life: whoever changes a state of an order, a line or a composite task does it here. */
export interface Lifecycle {
  /** Null where the shop has no such order, line or task. */
  read(reference: LifeReference): Promise<OrderLife | null>;
  /**
   * Decides a change and stores it. Where another change comes first, it is decided once more, on the order as it is
   * then: `decide` may be called several times, and does nothing but decide.
   * @param alongside statements that are carried out in the same commit
   * @returns what `decide` gave at last; null where the shop has no such order, line or task
   */
  change<Decision>(
    reference: LifeReference,
    decide: (change: OrderChange) => Decision,
    alongside?: Alongside<Decision>,
  ): Promise<Decision | null>;
  /**
   * Stores an order that was not known.
   * @returns false, with nothing stored, where another stored it first
   */
  record(change: OrderChange, alongside?: AlongsideChange): Promise<boolean>;
  /**
   * Stores a change of an order only as it was read.
   * @returns the order as it is now
   * @throws OvertakenError where another change came first; nothing is stored then
   */
  changeAsRead(life: OrderLife, decide: (change: OrderChange) => unknown): Promise<OrderLife>;
}

export type Alongside<Decision> = (decision: Decision, onlyIf: Sql) => Sql[];

/** The order changed since it was read. It must be read again before anything is sent. */
export class OvertakenError extends PostponedError {
  override readonly name = "OvertakenError";

  constructor() {
    super("The order changed since it was read.", 0);
  }
}

export function createLifecycle(connections: SqlPool, jobs: JobQueue): Lifecycle {
  const read = readTogether((references: readonly LifeReference[]) => readLives(connections, references));

  return {
    read,

    async change(reference, decide, alongside = () => []) {
      const life = await read(reference);
      if (life === null) return null;
      const change = new OrderChange(life);
      const decision = decide(change);
      const written = await writeChange(connections, jobs, change, (onlyIf) => alongside(decision, onlyIf));
      if (written !== null) return decision;
      return connections.transaction(async (rows) => {
        // Who was overtaken waits for its turn: of many that change an order at once, none is overtaken for ever.
        await rows.rows(sql`SELECT FROM "Order" WHERE "id" = ${life.order.id}::uuid FOR NO KEY UPDATE`);
        const [current = null] = await readLives(rows, [reference]);
        if (current === null) return null;
        const again = new OrderChange(current);
        const decidedAgain = decide(again);
        await writeChange(rows, jobs, again, (onlyIf) => alongside(decidedAgain, onlyIf));
        return decidedAgain;
      });
    },

    async record(change, alongside) {
      return (await writeNewOrder(connections, jobs, change, alongside)) !== null;
    },

    async changeAsRead(life, decide) {
      const change = new OrderChange(life);
      decide(change);
      const written = await writeChange(connections, jobs, change);
      if (written === null) throw new OvertakenError();
      return written;
    },
  };
}
