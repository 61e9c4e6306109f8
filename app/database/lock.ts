/**
 * Locks over all processes that share the database.
 *
 * A lock is a lease: a row that says who holds a key and until when, renewed while the action runs and given back
 * after it. It promises that nobody else begins on the key while its holder lives and reaches the database. It does not
 * promise that nobody ever does: a process that is suspended, or cut off from the database, for longer than the lease
 * goes on afterwards beside the next holder. So what a lock guards must still be guarded by what is committed; the
 * lock keeps two from doing the same work, and from getting in each other's way.
 *
 * It takes no connection while it is held. Invariant: nobody waits for a turn who has one, so that no two can wait for
 * each other, and nobody waits for somebody who waits.
 */
export interface Locks {
  /**
   * Waits for its turn, then runs the action.
   * @throws BusyError when its turn does not come within a minute; Error inside of another turn
   */
  inTurn<Result>(key: string, action: () => Promise<Result>): Promise<Result>;
  /** @throws BusyError at once when another holds the key. */
  ifFree<Result>(key: string, action: () => Promise<Result>): Promise<Result>;
}

/** Another process, or another job of this one, is at work on the same thing. */
export class BusyError extends Error {
  override readonly name = "BusyError";
}
