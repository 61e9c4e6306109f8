import { randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { Shop } from "../../shop/shop.ts";

/** The merchant who is logged in to the stand-in's admin: the `sub` of session tokens. */
export const STAFF_MEMBER = {
  id: "700000001",
  firstName: "Mia",
  lastName: "Merchant",
  email: "mia@example.com",
};

/** Seconds. Shopify: "Session tokens expire after one minute". */
const LIFETIME = 60;
/** One admin log-in, as long as this process lives. */
const SESSION_ID = randomUUID().replaceAll("-", "");

/**
 * A session token (ID token) as Shopify's admin makes it for an embedded app.
 * Source: shopify.dev, "About session tokens": HS256 with the app's secret; iss, dest, aud, sub, exp, nbf,
 * iat, jti, sid.
 */
export async function createSessionToken(
  shop: Shop,
  at: Date = new Date(),
  lifetimeSeconds: number = LIFETIME,
): Promise<string> {
  const now = Math.floor(at.getTime() / 1000);
  return await new SignJWT({ dest: `https://${shop.domain}`, sid: SESSION_ID })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(`https://${shop.domain}/admin`)
    .setAudience(shop.app.clientId)
    .setSubject(STAFF_MEMBER.id)
    .setExpirationTime(now + lifetimeSeconds)
    .setNotBefore(now)
    .setIssuedAt(now)
    .setJti(randomUUID())
    .sign(secretOf(shop));
}

/** Whether the token is one of ours for this shop and this app, and has not expired. */
export async function isValidSessionToken(shop: Shop, token: string): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, secretOf(shop), {
      algorithms: ["HS256"],
      audience: shop.app.clientId,
      issuer: `https://${shop.domain}/admin`,
      clockTolerance: 5,
    });
    return payload.dest === `https://${shop.domain}`;
  } catch {
    return false;
  }
}

function secretOf(shop: Shop): Uint8Array {
  return new TextEncoder().encode(shop.app.clientSecret);
}
