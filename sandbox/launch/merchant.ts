import { setTimeout as pause } from "node:timers/promises";
import type { Shop } from "../shopify/shop/shop.ts";

/** Shopify's library sends away whoever does not look like a browser. */
export const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

const PUBLISHED_WITHIN_MILLISECONDS = 90_000;

/** What the merchant enters on the app's connection page. */
export interface Account {
  apiKey: string;
  storeId: string;
}

/**
 * Does what a merchant does first: opens the app in the admin, which installs it, and connects the CustoMeow store.
 * @throws Error with the app's own words when the connection is refused.
 */
export async function connectShop(adminUrl: string, appUrl: string, account: Account): Promise<void> {
  await send(adminUrl, `${appUrl}/app/connect`, "routes/app.connect", { ...account });
}

/** Has the app read CustoMeow's SKUs again. @throws Error with the app's own words when it does not */
export async function syncSkus(adminUrl: string, appUrl: string): Promise<void> {
  await send(adminUrl, `${appUrl}/app/skus`, "routes/app.skus", {});
}

/** Sends a form of the app's, as its page does in the admin. */
async function send(
  adminUrl: string,
  page: string,
  route: string,
  form: Record<string, string>,
): Promise<void> {
  const token = await sessionToken(adminUrl);
  const answer = await fetch(`${page}?_data=${encodeURIComponent(route)}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": BROWSER,
    },
    body: new URLSearchParams(form),
    redirect: "manual",
    signal: AbortSignal.timeout(60_000),
  });
  if (answer.status >= 400)
    throw new Error(`The app refused what was sent to ${page} (${answer.status}): ${await answer.text()}`);
}

/** Waits until the app has told the storefront which variants can be personalised. */
export async function waitUntilPublished(shop: Shop): Promise<boolean> {
  const deadline = Date.now() + PUBLISHED_WITHIN_MILLISECONDS;
  while (Date.now() < deadline) {
    if (shop.metafields.some((metafield) => metafield.key === "integrated_variants")) return true;
    await pause(100);
  }
  return false;
}

/** As App Bridge gives it to the app's pages. */
export async function sessionToken(adminUrl: string): Promise<string> {
  const answer = await fetch(`${adminUrl}/sandbox/session-token`, { method: "POST" });
  const { token } = (await answer.json()) as { token: string };
  return token;
}
