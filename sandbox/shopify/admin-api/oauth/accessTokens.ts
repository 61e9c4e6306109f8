import { randomBytes } from "node:crypto";

/** Seconds. Source: shopify.dev, "Offline access tokens": 60 minutes, refresh tokens 90 days. */
const OFFLINE_LIFETIME = 60 * 60;
const REFRESH_LIFETIME = 90 * 24 * 60 * 60;
/** Seconds. Source: shopify.dev, "Online access tokens": 24 hours. */
const ONLINE_LIFETIME = 24 * 60 * 60;
/** Seconds after its first use in which a refresh token may be used again. Source: changelog, 28 August 2026. */
const REFRESH_RETRY_WINDOW = 30 * 24 * 60 * 60;

export interface TokenPair {
  accessToken: string;
  /** Seconds; null for a token that never expires. */
  expiresIn: number | null;
  refresh: { token: string; expiresIn: number } | null;
}

interface RefreshToken {
  expiresAt: number;
  firstUsedAt: number | null;
  retired: boolean;
  /** The refresh token this one was given out for. */
  predecessor: string | null;
}

export type AccessTokenState = "active" | "expired" | "unknown";

/**
 * The access and refresh tokens of one app in one shop.
 *
 * Invariant: a refresh token can be used again (its answer may have been lost) until its replacement is used
 * for the first time; then it is retired for ever.
 */
export class AccessTokens {
  issued = 0;
  refreshed = 0;
  /** Seconds that an expiring offline token lives; tests shorten it. */
  offlineLifetime: number;
  readonly #now: () => number;
  readonly #accessTokens = new Map<string, number | null>();
  readonly #refreshTokens = new Map<string, RefreshToken>();

  constructor(offlineLifetime: number = OFFLINE_LIFETIME, now: () => number = Date.now) {
    this.offlineLifetime = offlineLifetime;
    this.#now = now;
  }

  issueOffline(expiring: boolean): TokenPair {
    return expiring ? this.#issuePair(null) : this.#issueAccessToken(null);
  }

  issueOnline(): TokenPair {
    return this.#issueAccessToken(ONLINE_LIFETIME);
  }

  /** A new pair, or null when the refresh token is unknown, expired or retired. */
  refresh(token: string): TokenPair | null {
    const known = this.#refreshTokens.get(token);
    if (!known || !this.#isUsable(known)) return null;
    known.firstUsedAt ??= this.#now();
    if (known.predecessor) this.#retire(known.predecessor);
    this.refreshed += 1;
    return this.#issuePair(token);
  }

  stateOf(accessToken: string): AccessTokenState {
    const expiresAt = this.#accessTokens.get(accessToken);
    if (expiresAt === undefined) return "unknown";
    return expiresAt === null || this.#now() < expiresAt ? "active" : "expired";
  }

  /** What uninstalling does: no token works any more. */
  revokeAll(): void {
    this.#accessTokens.clear();
    this.#refreshTokens.clear();
  }

  /** Lets every access token expire now; refresh tokens stay. */
  expireAccessTokens(): void {
    for (const token of this.#accessTokens.keys()) this.#accessTokens.set(token, this.#now());
  }

  #issuePair(predecessor: string | null): TokenPair {
    const token = `shprt_${randomBytes(16).toString("hex")}`;
    const expiresAt = this.#now() + REFRESH_LIFETIME * 1000;
    this.#refreshTokens.set(token, { expiresAt, firstUsedAt: null, retired: false, predecessor });
    const access = this.#issueAccessToken(this.offlineLifetime);
    return { ...access, refresh: { token, expiresIn: REFRESH_LIFETIME } };
  }

  #issueAccessToken(lifetime: number | null): TokenPair {
    const accessToken = `shpat_${randomBytes(16).toString("hex")}`;
    this.#accessTokens.set(accessToken, lifetime === null ? null : this.#now() + lifetime * 1000);
    this.issued += 1;
    return { accessToken, expiresIn: lifetime, refresh: null };
  }

  #isUsable(token: RefreshToken): boolean {
    const now = this.#now();
    if (token.retired || now >= token.expiresAt) return false;
    return token.firstUsedAt === null || now < token.firstUsedAt + REFRESH_RETRY_WINDOW * 1000;
  }

  #retire(token: string): void {
    const known = this.#refreshTokens.get(token);
    if (known) known.retired = true;
  }
}
