import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** How often somebody does something. Each process counts for itself. */
export interface RateLimit {
  /** Counts once more. @returns after how many seconds to come again, where it is too often; null where it is not */
  count(key: string): Promise<number | null>;
  /** The same without counting. */
  look(key: string): Promise<number | null>;
}

export interface Rate {
  times: number;
  inSeconds: number;
}

export function createRateLimit({ times, inSeconds }: Rate): RateLimit {
  const limiter = new RateLimiterMemory({ points: times, duration: inSeconds });
  return {
    async count(key) {
      try {
        await limiter.consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return secondsUntil(refused);
        throw refused;
      }
    },
    async look(key) {
      const counted = await limiter.get(key);
      return counted !== null && counted.consumedPoints > times ? secondsUntil(counted) : null;
    },
  };
}

const secondsUntil = ({ msBeforeNext }: RateLimiterRes): number =>
  Math.max(1, Math.ceil(msBeforeNext / 1000));
