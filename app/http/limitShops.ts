import type { Shopify } from "../shopify/shopify.ts";
import { createRateLimit, type Rate } from "./rateLimit.ts";

/** Of all people of one shop together. A page asks two or three times. */
const RATE: Rate = { times: 600, inSeconds: 10 };

/**
 * Lets no shop ask for pages so often that others notice. Counted is only who proved to be of the shop, so that nobody
 * else can use its share up.
 */
export function limitShops(authenticateAdmin: Shopify["authenticateAdmin"]): Shopify["authenticateAdmin"] {
  const limit = createRateLimit(RATE);
  return async (request) => {
    const session = await authenticateAdmin(request);
    const wait = await limit.count(session.shopDomain);
    if (wait === null) return session;
    throw new Response("Too many requests.", { status: 429, headers: { "retry-after": String(wait) } });
  };
}
