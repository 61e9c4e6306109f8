import type { Validation } from "../../shop/shop.ts";
import { connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { globalId } from "./globalId.ts";
import { appModel } from "./installation.ts";
import { metafieldFields } from "./metafields.ts";
import type { Model } from "./model.ts";

/** The shop's rules at the checkout, in the order in which they were made. */
export function validations(args: unknown, context: Context): Model {
  return connection(args, {
    type: "Validation",
    items: context.shop.validations,
    idOf: ({ id }) => id,
    toModel: (validation) => validationModel(validation, context),
  });
}

export function findValidation(id: string, { shop }: Context): Validation | null {
  return shop.validations.find((validation) => validation.id === id) ?? null;
}

export function validationModel(validation: Validation, context: Context): Model {
  const id = globalId("Validation", validation.id);
  return {
    __typename: "Validation",
    id,
    title: validation.title,
    enabled: validation.enabled,
    blockOnFailure: validation.blockOnFailure,
    errorHistory: null,
    shopifyFunction: () => functionModel(validation.functionHandle, context),
    ...metafieldFields(id, context),
  };
}

function functionModel(functionHandle: string, context: Context): Model {
  const deployed = context.functions.find(({ handle }) => handle === functionHandle);
  if (!deployed) throw new Error(`The app has no function ${functionHandle}.`);
  const { handle, title, apiVersion } = deployed;
  return {
    __typename: "ShopifyFunction",
    handle,
    title,
    apiVersion,
    app: appModel(context),
    appKey: context.shop.app.clientId,
  };
}
