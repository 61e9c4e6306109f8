import "@shopify/shopify-app-remix/adapters/node";
import { LogSeverity, type Session, shopifyApi } from "@shopify/shopify-api";
import { PrismaSessionStorage } from "@shopify/shopify-app-session-storage-prisma";
import { AppDistribution, ApiVersion, shopifyApp } from "@shopify/shopify-app-remix/server";
import { createAccessTokens } from "./accessTokens.ts";
import { type AdminApi, createAdminApi } from "./adminApi.ts";
import { encryptedSessions, type TokenEncryption } from "./encryptedSessions.ts";
import { type GraphqlRequest, createGraphqlRequest, NoAccessToShopError } from "./graphqlRequest.ts";
import { httpRefusal } from "./httpRefusal.ts";
import { createWebhookVerifier, type WebhookVerifier } from "./verifyWebhook.ts";

/** The version of the Admin API. shopify.app.toml names the same one for webhooks; a test keeps them together. */
export const API_VERSION = ApiVersion.October26;

export interface ShopifyConfiguration {
  apiKey: string;
  apiSecret: string;
  appUrl: string;
  /** Null: as the app's configuration at Shopify says. */
  scopes: string[] | null;
  /** Where access tokens are kept: a Prisma client with a `session` model. */
  sessions: ConstructorParameters<typeof PrismaSessionStorage>[0];
  tokenEncryption: TokenEncryption;
  /** Runs one action at a time for a key, over all processes. */
  withLock: <Result>(key: string, action: () => Promise<Result>) => Promise<Result>;
  /** The merchant opened the app with a new access token: the app is installed, or its scopes changed. */
  onAuthenticated: (shopDomain: string, scopes: string | null) => Promise<void>;
}

/** Who looks at an embedded page, as Shopify's session token says. */
export interface EmbeddedSession {
  shopDomain: string;
  scopes: string | null;
}

/** All that the app does with Shopify. */
export interface Shopify {
  apiKey: string;
  /**
   * Checks the session token of an embedded page and gets an access token for it where there is none. Where something
   * may be changed it counts in the header alone, which no other site can set.
   * @throws Response that the route must pass on: a redirect, or 401 with instructions to App Bridge.
   */
  authenticateAdmin: (request: Request) => Promise<EmbeddedSession>;
  /** Lets the admin, and nobody else, embed the page. */
  addDocumentResponseHeaders(request: Request, headers: Headers): void;
  /** Checks a webhook's signature and nothing else: no session is loaded, nobody is called. */
  verifyWebhook: WebhookVerifier;
  /** The Admin API of a shop, with its offline access token. */
  adminApi(shopDomain: string): AdminApi;
}

/** Shopify gives up on an operation sooner; without it a lost answer would hold a job for five minutes. */
const ADMIN_API_TIMEOUT_MILLISECONDS = 20_000;

/** Lower levels tell of every request, in a form that the log's readers cannot parse. */
const logger = { level: LogSeverity.Warning };

export function createShopify(configuration: ShopifyConfiguration): Shopify {
  const { apiKey, apiSecret, appUrl, scopes } = configuration;
  const sessionStorage = encryptedSessions(
    new PrismaSessionStorage(configuration.sessions),
    configuration.tokenEncryption,
  );
  const app = shopifyApp({
    apiKey,
    apiSecretKey: apiSecret,
    appUrl,
    ...(scopes === null ? {} : { scopes }),
    apiVersion: API_VERSION,
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    sessionStorage,
    logger,
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    hooks: { afterAuth: ({ session }) => configuration.onAuthenticated(session.shop, session.scope ?? null) },
  });
  const { hostname, host, protocol } = new URL(appUrl);
  const api = shopifyApi({
    apiKey,
    apiSecretKey: apiSecret,
    hostName: host || hostname,
    hostScheme: protocol === "http:" ? "http" : "https",
    isEmbeddedApp: true,
    apiVersion: API_VERSION,
    logger,
  });
  const accessTokens = createAccessTokens({
    storage: sessionStorage,
    refreshToken: api.auth.refreshToken,
    withLock: configuration.withLock,
  });

  const sendAs = (session: Session, document: string, variables: Record<string, unknown>) =>
    new api.clients.Graphql({ session }).request<unknown>(document, {
      variables,
      retries: 0,
      signal: AbortSignal.timeout(ADMIN_API_TIMEOUT_MILLISECONDS),
    });

  const graphqlRequest = (shopDomain: string): GraphqlRequest =>
    createGraphqlRequest(async (document, variables) => {
      const session = await accessTokens.current(shopDomain);
      try {
        return await sendAs(session, document, variables);
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
      }
      const other = await accessTokens.replace(session);
      return sendAs(other, document, variables).catch((error: unknown) => {
        if (!isUnauthorized(error)) throw error;
        throw new NoAccessToShopError(`Shopify refuses every access token of ${shopDomain}.`, {
          cause: error,
        });
      });
    });

  return {
    apiKey,
    async authenticateAdmin(request) {
      if (mayChangeSomething(request) && !request.headers.has("authorization")) throw withoutToken();
      const { session } = await app.authenticate.admin(request);
      return { shopDomain: session.shop, scopes: session.scope ?? null };
    },
    addDocumentResponseHeaders: (request, headers) => {
      app.addDocumentResponseHeaders(request, headers);
    },
    verifyWebhook: createWebhookVerifier([apiSecret]),
    adminApi: (shopDomain) => createAdminApi(graphqlRequest(shopDomain)),
  };
}

const mayChangeSomething = ({ method }: Request) => method !== "GET" && method !== "HEAD";

/** App Bridge tries once more then, with a token: https://shopify.dev/docs/api/app-bridge-library/apis/id-token */
const withoutToken = () =>
  new Response(undefined, {
    status: 401,
    statusText: "Unauthorized",
    headers: { "X-Shopify-Retry-Invalid-Session-Request": "1" },
  });

const isUnauthorized = (error: unknown) => httpRefusal(error)?.status === 401;
