import DataLoader from "dataloader";

/** Reads that are asked for within this time are one statement. */
const TOGETHER_MILLISECONDS = 2;
const MOST_TOGETHER = 100;

/**
 * A reading that many ask for at about the same time, each for something else: they share one statement. Nothing is
 * kept, so each sees what is committed when it asks.
 * @param readMany gives what is read in the order of the keys
 */
export function readTogether<Key, Value>(
  readMany: (keys: readonly Key[]) => Promise<Value[]>,
): (key: Key) => Promise<Value> {
  const loader = new DataLoader<Key, Value>(readMany, {
    cache: false,
    maxBatchSize: MOST_TOGETHER,
    batchScheduleFn: (read) => void setTimeout(read, TOGETHER_MILLISECONDS),
  });
  return (key) => loader.load(key);
}
