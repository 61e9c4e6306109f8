/** How much may wait and go together. What is over it is refused, so that a slow database costs no memory without end. */
export interface GroupCommitLimits {
  /** Commits under way at once. */
  commits: number;
  /** Items of one commit. */
  itemsOfACommit: number;
  /** What waits, beside what is being committed. */
  waitingItems: number;
  waitingBytes: number;
}

export interface GroupCommit<Item, Result> {
  /**
   * Resolves with what came of the item once it is committed; null where too much waits, and nothing was done.
   * @throws what the commit threw
   */
  add(item: Item, bytes: number): Promise<Result | null>;
}

interface Waiting<Item, Result> {
  item: Item;
  bytes: number;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Commits together what arrives while the last commit is under way: a commit costs much the same for a hundred rows as
 * for one. Nothing waits for more to come.
 * @param commit gives a result for each item, in their order, once all are committed; or throws, and none is
 * @param mayBeOneItems whether what it threw may be the fault of a single item, so that the others are committed apart
 */
export function createGroupCommit<Item, Result>(
  limits: GroupCommitLimits,
  commit: (items: Item[]) => Promise<Result[]>,
  mayBeOneItems: (error: unknown) => boolean,
): GroupCommit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let waitingBytes = 0;
  let commits = 0;
  let scheduled = false;

  /** All that the process has read of its sockets in this turn goes together. */
  function schedule(): void {
    if (scheduled || waiting.length === 0 || commits >= limits.commits) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      while (waiting.length > 0 && commits < limits.commits) void commitNext();
    });
  }

  async function commitNext(): Promise<void> {
    const batch = waiting.slice(0, limits.itemsOfACommit);
    waiting = waiting.slice(batch.length);
    for (const { bytes } of batch) waitingBytes -= bytes;
    commits += 1;
    await commitAll(batch);
    commits -= 1;
    schedule();
  }

  async function commitAll(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await commit(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error("The commit gave no result for an item."));
        else resolve(result);
      }
    } catch (error) {
      if (batch.length === 1 || !mayBeOneItems(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await commitAll(batch.slice(0, half));
      await commitAll(batch.slice(half));
    }
  }

  return {
    add(item, bytes) {
      if (waiting.length >= limits.waitingItems || waitingBytes + bytes > limits.waitingBytes)
        return Promise.resolve(null);
      return new Promise((resolve, reject) => {
        waiting.push({ item, bytes, resolve, reject });
        waitingBytes += bytes;
        schedule();
      });
    },
  };
}
