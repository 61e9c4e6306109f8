import { AsyncLocalStorage } from "node:async_hooks";
import type { QueueName } from "./catalogue.ts";

/** A job that was handed in, perhaps in a transaction that is not committed yet. */
export interface HandedIn {
  queue: QueueName;
  /** Null where the database knows which. */
  key: string | null;
  afterSeconds: number;
}

const current = new AsyncLocalStorage<HandedIn[]>();

/** Runs an action and gives what it handed in to `tell` once it is over, and with it what it committed. */
export async function notingHandedIn<Result>(
  action: () => Promise<Result>,
  tell: (handedIn: readonly HandedIn[]) => void,
): Promise<Result> {
  const noted: HandedIn[] = [];
  try {
    return await current.run(noted, action);
  } finally {
    if (noted.length > 0) tell(noted);
  }
}

/** @returns whether an action is under way whose end is told; see {@link notingHandedIn} */
export function noteHandedIn(handedIn: readonly HandedIn[]): boolean {
  const noted = current.getStore();
  noted?.push(...handedIn);
  return noted !== undefined;
}
