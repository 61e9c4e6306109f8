import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shop } from "../../shop/shop.ts";
import { exampleShop, serveAdminApi } from "../shop.fixture.ts";
import { createSessionToken } from "./sessionToken.ts";

let shop: Shop;
let served: Awaited<ReturnType<typeof serveAdminApi>>;

beforeEach(async () => {
  shop = exampleShop();
  served = await serveAdminApi(shop);
});
afterEach(() => served.close());

async function refreshTokenOf(response: Response): Promise<string> {
  const body: unknown = await response.json();
  if (typeof body === "object" && body && "refresh_token" in body) return String(body.refresh_token);
  throw new Error(`No refresh token in ${JSON.stringify(body)}`);
}

describe("token exchange", () => {
  it("gives an expiring offline token with a refresh token for a valid session token", async () => {
    const response = await served.exchange();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^shpat_/) as string,
      scope: "read_orders,write_products",
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^shprt_/) as string,
      refresh_token_expires_in: 7_776_000,
    });
  });

  it("gives a token without expiry when expiring is not asked for", async () => {
    const body: unknown = await (await served.exchange({ expiring: "0" })).json();
    expect(body).not.toHaveProperty("expires_in");
    expect(body).not.toHaveProperty("refresh_token");
  });

  it("names the user of an online token", async () => {
    const response = await served.exchange({
      requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
    });
    expect(await response.json()).toMatchObject({ associated_user: { account_owner: true } });
  });

  it.each([
    ["expired", () => createSessionToken(exampleShop(), new Date(Date.now() - 600_000))],
    ["of another shop", () => createSessionToken({ ...exampleShop(), domain: "other.myshopify.com" })],
    [
      "of another app",
      () => createSessionToken({ ...exampleShop(), app: { ...exampleShop().app, clientId: "another" } }),
    ],
    [
      "signed with another secret",
      () =>
        new SignJWT({ dest: `https://${exampleShop().domain}` })
          .setProtectedHeader({ alg: "HS256" })
          .setAudience("example-client-id")
          .setIssuer(`https://${exampleShop().domain}/admin`)
          .setExpirationTime("1m")
          .sign(new TextEncoder().encode("not the secret of this app at all")),
    ],
  ])("refuses a session token that is %s", async (_, makeToken) => {
    const response = await served.exchange({ subject_token: await makeToken() });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "invalid_subject_token" });
  });

  it("refuses a wrong client secret", async () => {
    expect((await served.exchange({ client_secret: "guess" })).status).toBe(401);
  });

  it("refuses an app that is not installed", async () => {
    shop.installation.installed = false;
    expect((await served.exchange()).status).toBe(401);
  });

  it("does not know a shop that it does not serve", async () => {
    const response = await served.post(
      "/admin/oauth/access_token",
      {},
      { "x-forwarded-host": "no.myshopify.com" },
    );
    expect(response.status).toBe(404);
  });
});

describe("refresh", () => {
  it("rotates: once the replacement is used, the first refresh token is dead", async () => {
    const first = await refreshTokenOf(await served.exchange());
    const second = await refreshTokenOf(await served.refresh(first));
    const third = await refreshTokenOf(await served.refresh(second));
    expect(new Set([first, second, third]).size).toBe(3);

    const response = await served.refresh(first);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error_description: "This request requires an active refresh_token",
    });
  });

  it("can be repeated while the replacement is unused, because the answer may have been lost", async () => {
    const first = await refreshTokenOf(await served.exchange());
    await served.refresh(first);
    expect((await served.refresh(first)).status).toBe(200);
  });

  it("fails for good after uninstalling", async () => {
    const first = await refreshTokenOf(await served.exchange());
    shop.installation.installed = false;
    served.api.tokens.revokeAll();
    expect((await served.refresh(first)).status).toBe(401);
  });
});

it("an access token works until its lifetime is over", async () => {
  const expired = served.api.tokens.issueOffline(true).accessToken;
  expect((await served.send("{ shop { name } }", {}, expired)).status).toBe(200);
  served.api.tokens.expireAccessTokens();
  expect((await served.send("{ shop { name } }", {}, expired)).status).toBe(401);
});
