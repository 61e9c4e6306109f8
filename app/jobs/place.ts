import { AsyncLocalStorage } from "node:async_hooks";

/** The place that a job takes in its queue while it is worked on. */
export interface Place {
  leave(): void;
  comeBack(): void;
}

/** What is over within this time is work like any other. */
const LONG_MILLISECONDS = 250;

const current = new AsyncLocalStorage<Place>();

/** Works on a job that has this place. */
export function inPlace<Result>(place: Place, action: () => Promise<Result>): Promise<Result> {
  return current.run(place, action);
}

/**
 * Waits for what may be long in coming, such as a turn of a quota. Meanwhile the job that is worked on leaves its place
 * to another, so that however many wait, none of those that could be done stands behind them.
 */
export async function waitWithoutPlace<Result>(wait: () => Promise<Result>): Promise<Result> {
  const place = current.getStore();
  if (place === undefined) return wait();
  const absence = { hasBegun: false };
  const timer = setTimeout(() => {
    absence.hasBegun = true;
    place.leave();
  }, LONG_MILLISECONDS);
  try {
    return await wait();
  } finally {
    clearTimeout(timer);
    if (absence.hasBegun) place.comeBack();
  }
}
