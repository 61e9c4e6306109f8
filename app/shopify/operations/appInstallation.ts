import { z } from "zod";
import { type GraphqlRequest, NoAccessToShopError, type Operation } from "../graphqlRequest.ts";
import { httpRefusal } from "../httpRefusal.ts";

const answer = z.object({
  currentAppInstallation: z.object({
    id: z.string(),
    accessScopes: z.array(z.object({ handle: z.string() })),
  }),
});

export const appInstallationOperation: Operation<z.output<typeof answer>, Record<string, never>> = {
  name: "AppInstallation",
  document: `#graphql
    query AppInstallation {
      currentAppInstallation { id accessScopes { handle } }
    }`,
  data: answer,
};

/** The app in a shop, as Shopify knows it. */
export interface AppInstallation {
  /** The global id that owns the app's own metafields in this shop. */
  id: string;
  scopes: string[];
}

/** @throws NoAccessToShopError where the shop has removed it */
export async function appInstallation(request: GraphqlRequest): Promise<AppInstallation> {
  const { currentAppInstallation } = await request(appInstallationOperation, {});
  const { id, accessScopes } = currentAppInstallation;
  return { id, scopes: accessScopes.map(({ handle }) => handle) };
}

/** Null where Shopify gives the app no access to the shop any more: it was removed, or the shop is gone. */
export async function appInstallationIfAny(request: GraphqlRequest): Promise<AppInstallation | null> {
  try {
    return await appInstallation(request);
  } catch (error) {
    if (error instanceof NoAccessToShopError || isOfShop(httpRefusal(error))) return null;
    throw error;
  }
}

const TOO_MANY_REQUESTS = 429;

/** Trouble of Shopify's own, "too often" and a wrong client secret say nothing of the shop. */
function isOfShop(refusal: { status: number; code: string | null } | null): boolean {
  if (refusal === null || refusal.code === "invalid_client") return false;
  return refusal.status >= 400 && refusal.status < 500 && refusal.status !== TOO_MANY_REQUESTS;
}
