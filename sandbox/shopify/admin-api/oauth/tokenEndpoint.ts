import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import type { Shop } from "../../shop/shop.ts";
import type { AccessTokens, TokenPair } from "./accessTokens.ts";
import { isValidSessionToken, STAFF_MEMBER } from "./sessionToken.ts";

const credentials = { client_id: z.string(), client_secret: z.string() };

const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

/** Source: @shopify/shopify-api, lib/auth/oauth/{token-exchange,refresh-token}. */
const tokenExchange = z.object({
  ...credentials,
  grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
  subject_token: z.string(),
  subject_token_type: z.literal("urn:ietf:params:oauth:token-type:id_token"),
  requested_token_type: z.enum([OFFLINE, ONLINE]),
  expiring: z.union([z.string(), z.number()]).optional(),
});

const refreshing = z.object({
  ...credentials,
  grant_type: z.literal("refresh_token"),
  refresh_token: z.string(),
});

const tokenRequest = z.discriminatedUnion("grant_type", [tokenExchange, refreshing]);

/** `POST /admin/oauth/access_token`: token exchange and refresh. */
export function tokenEndpoint(shop: Shop, tokens: AccessTokens): Router {
  const router = express.Router();
  router.post(
    "/admin/oauth/access_token",
    express.json(),
    express.urlencoded({ extended: false }),
    (request, response, next) => {
      answer(shop, tokens, request, response).catch(next);
    },
  );
  return router;
}

async function answer(shop: Shop, tokens: AccessTokens, request: Request, response: Response): Promise<void> {
  const parsed = tokenRequest.safeParse(request.body);
  if (!parsed.success) {
    refuse(response, 400, "invalid_request", z.prettifyError(parsed.error));
    return;
  }
  const asked = parsed.data;
  if (asked.client_id !== shop.app.clientId || asked.client_secret !== shop.app.clientSecret) {
    refuse(response, 401, "invalid_client", "The client credentials are not valid.");
    return;
  }
  if (asked.grant_type === "refresh_token") {
    answerRefresh(shop, tokens, asked.refresh_token, response);
    return;
  }
  if (!shop.installation.installed) {
    refuse(response, 401, "app_not_installed", "The application is not installed on this shop.");
    return;
  }
  if (!(await isValidSessionToken(shop, asked.subject_token))) {
    refuse(response, 400, "invalid_subject_token", "The id_token is invalid");
    return;
  }
  const scope = shop.installation.scopes.join(",");
  if (asked.requested_token_type === ONLINE) {
    response.json({ ...tokenAnswer(tokens.issueOnline(), scope), ...associatedUser(scope) });
    return;
  }
  response.json(tokenAnswer(tokens.issueOffline(String(asked.expiring) === "1"), scope));
}

function answerRefresh(shop: Shop, tokens: AccessTokens, refreshToken: string, response: Response): void {
  const pair = shop.installation.installed ? tokens.refresh(refreshToken) : null;
  if (!pair) {
    refuse(response, 401, "invalid_request", "This request requires an active refresh_token");
    return;
  }
  response.json(tokenAnswer(pair, shop.installation.scopes.join(",")));
}

function tokenAnswer(pair: TokenPair, scope: string): Record<string, string | number> {
  return {
    access_token: pair.accessToken,
    scope,
    ...(pair.expiresIn !== null && { expires_in: pair.expiresIn }),
    ...(pair.refresh && {
      refresh_token: pair.refresh.token,
      refresh_token_expires_in: pair.refresh.expiresIn,
    }),
  };
}

function associatedUser(scope: string) {
  return {
    associated_user_scope: scope,
    associated_user: {
      id: Number(STAFF_MEMBER.id),
      first_name: STAFF_MEMBER.firstName,
      last_name: STAFF_MEMBER.lastName,
      email: STAFF_MEMBER.email,
      email_verified: true,
      account_owner: true,
      locale: "en",
      collaborator: false,
    },
  };
}

function refuse(response: Response, status: number, error: string, description: string): void {
  response.status(status).json({ error, error_description: description });
}
