/** What the app knows of the shop's set-up. */
export interface SetupFacts {
  /** There is a connection, and CustoMeow accepts its key. */
  connected: boolean;
  /** Something came to the address that CustoMeow is given. */
  webhookReceived: boolean;
  /** How many variants shoppers can personalise. */
  variants: number;
  /** Null where the admin does not tell. */
  blockPlaced: boolean | null;
  firstOrder: boolean;
}

export const setupSteps = ["connect", "webhook", "match", "place", "order"] as const;
type SetupStepName = (typeof setupSteps)[number];

interface SetupProgress {
  done: Record<SetupStepName, boolean>;
  /** How many steps are done. */
  count: number;
  /** The first step that is not done, to be offered before the others. */
  next: SetupStepName | null;
  /** Nothing is known to be missing, so the guide may be closed. */
  closable: boolean;
}

export function setupProgress(facts: SetupFacts): SetupProgress {
  const { connected, webhookReceived, variants, blockPlaced, firstOrder } = facts;
  const done = {
    connect: connected,
    webhook: webhookReceived,
    match: variants > 0,
    place: blockPlaced === true,
    order: firstOrder,
  };
  const missing = setupSteps.filter((step) => !done[step]);
  return {
    done,
    count: setupSteps.length - missing.length,
    next: missing[0] ?? null,
    closable: missing.every((step) => step === "place" && blockPlaced === null),
  };
}
