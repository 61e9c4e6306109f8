import type { Session, Shopify as ShopifyApi } from "@shopify/shopify-api";
import { NoAccessToShopError } from "./graphqlRequest.ts";
import { httpRefusal } from "./httpRefusal.ts";

/**
 * The offline access tokens of the shops.
 *
 * Invariant: a shop's token is refreshed by one at a time, over all processes. Refresh tokens rotate: of two
 * refreshes at once, the slower would store a pair that Shopify has retired already.
 */
export interface AccessTokens {
  /**
   * A token that is good for some minutes.
   * @throws NoAccessToShopError where there is none, and Shopify gives no other
   */
  current(shopDomain: string): Promise<Session>;
  /**
   * Another token in the place of one that Shopify answered with 401.
   * @throws NoAccessToShopError where Shopify gives no other
   */
  replace(refused: Session): Promise<Session>;
}

interface AccessTokensOptions {
  storage: {
    loadSession(id: string): Promise<Session | undefined>;
    storeSession(session: Session): Promise<boolean>;
    deleteSession(id: string): Promise<boolean>;
  };
  refreshToken: ShopifyApi["auth"]["refreshToken"];
  /** Runs one action at a time for a key, over all processes. */
  withLock: <Result>(key: string, action: () => Promise<Result>) => Promise<Result>;
}

/** Longer than a background job's calls take, as in Shopify's library. */
const REFRESH_BEFORE_EXPIRY_MILLISECONDS = 5 * 60 * 1000;

/** Shopify's library sets no limit. A refresh whose answer is lost may be asked for again. */
const REFRESH_TIMEOUT_MILLISECONDS = 20_000;

export function createAccessTokens({ storage, refreshToken, withLock }: AccessTokensOptions): AccessTokens {
  async function load(shopDomain: string): Promise<Session> {
    const session = await storage.loadSession(`offline_${shopDomain}`);
    if (session?.accessToken) return session;
    throw new NoAccessToShopError(`The app has no access token of ${shopDomain}.`);
  }

  const replace = (stale: Session): Promise<Session> =>
    withLock(`session ${stale.shop}`, async () => {
      const stored = await load(stale.shop);
      if (stored.accessToken !== stale.accessToken) return stored;

      const fresh = await refresh(stored);
      // The merchant may have opened the app meanwhile, which stores a token without this lock.
      const now = await storage.loadSession(stored.id);
      if (now?.accessToken && now.accessToken !== stored.accessToken) return now;
      if (fresh === null) {
        await storage.deleteSession(stored.id);
        throw new NoAccessToShopError(
          `Shopify refused to renew the access token of ${stored.shop}. It gives another when the app is opened.`,
        );
      }
      await storage.storeSession(fresh);
      return fresh;
    });

  /** Null where Shopify will never renew this token. */
  async function refresh(stored: Session): Promise<Session | null> {
    if (!stored.refreshToken) return null;
    try {
      const { session } = await inTime(
        refreshToken({ shop: stored.shop, refreshToken: stored.refreshToken }),
        REFRESH_TIMEOUT_MILLISECONDS,
      );
      return session;
    } catch (error) {
      if (isFinal(error)) return null;
      throw error;
    }
  }

  return {
    async current(shopDomain) {
      const session = await load(shopDomain);
      return session.isExpired(REFRESH_BEFORE_EXPIRY_MILLISECONDS) ? replace(session) : session;
    },
    replace,
  };
}

/** A wrong client secret is for the operator to mend: the refresh token is still good then. */
function isFinal(error: unknown): boolean {
  const refusal = httpRefusal(error);
  if (refusal === null || refusal.code === "invalid_client") return false;
  return refusal.status === 400 || refusal.status === 401;
}

async function inTime<Result>(action: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Shopify did not answer within ${milliseconds / 1000} seconds.`));
    }, milliseconds);
  });
  try {
    return await Promise.race([action, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
