import { impliedScopes } from "./accessScopes.ts";
import type { Context } from "./context.ts";
import { globalId } from "./globalId.ts";
import { metafieldFields } from "./metafields.ts";
import type { Model } from "./model.ts";

export function appInstallationModel(context: Context): Model {
  const { installation } = context.shop;
  const id = globalId("AppInstallation", installation.id);
  return {
    __typename: "AppInstallation",
    id,
    app: appModel(context),
    accessScopes: impliedScopes(installation.scopes).map((handle) => ({
      __typename: "AccessScope",
      handle,
      description: handle.replace("_", " "),
    })),
    ...metafieldFields(id, context),
  };
}

export function appModel({ shop: { app } }: Context): Model {
  return {
    __typename: "App",
    id: globalId("App", app.id),
    title: app.name,
    apiKey: app.clientId,
    embedded: true,
  };
}

export function shopModel(context: Context): Model {
  const { shop } = context;
  const id = globalId("Shop", shop.id);
  return {
    __typename: "Shop",
    id,
    name: shop.name,
    email: shop.email,
    contactEmail: shop.email,
    myshopifyDomain: shop.domain,
    url: context.storefrontUrl,
    currencyCode: shop.currencyCode,
    ianaTimezone: shop.ianaTimezone,
    primaryDomain: {
      __typename: "Domain",
      id: globalId("Domain", shop.id),
      host: new URL(context.storefrontUrl).host,
      url: context.storefrontUrl,
    },
    plan: {
      __typename: "ShopPlan",
      displayName: "Basic",
      publicDisplayName: "Basic",
      partnerDevelopment: true,
      shopifyPlus: false,
    },
    ...metafieldFields(id, context),
  };
}
