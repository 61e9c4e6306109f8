export interface Quota {
  requests: number;
  windowMilliseconds: number;
}

/** From the most urgent: what a person waits for, creating orders, making their files, asking for results, upkeep. */
export const urgencies = ["person", "order", "production", "checking", "upkeep"] as const;
export type Urgency = (typeof urgencies)[number];

/** A request that wants its turn. */
export interface Demand {
  apiKeyFingerprint: string;
  /** Null for a key that no shop uses yet. */
  shopId: string | null;
  urgency: Urgency;
}

/** CustoMeow asked for a pause, or does not answer: nothing is sent with this key for a while. */
export class KeyPausedError extends Error {
  override readonly name = "KeyPausedError";
  readonly reason: "too_many" | "unavailable";
  /** How long it lasts. */
  readonly seconds: number;

  constructor(reason: "too_many" | "unavailable", seconds: number) {
    super(
      reason === "too_many"
        ? "CustoMeow asked for a pause"
        : "CustoMeow has not been answering, so it is asked less often",
    );
    this.reason = reason;
    this.seconds = seconds;
  }
}
