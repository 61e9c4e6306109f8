import { z } from "zod";
import { AdminApiError, type GraphqlRequest, type Operation } from "../graphqlRequest.ts";

export interface MetafieldInput {
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
}

export type MetafieldIdentifier = Pick<MetafieldInput, "ownerId" | "namespace" | "key">;

const userErrors = z.array(z.object({ field: z.array(z.string()).nullable(), message: z.string() }));
const setAnswer = z.object({ metafieldsSet: z.object({ userErrors }).nullable() });
const deleteAnswer = z.object({ metafieldsDelete: z.object({ userErrors }).nullable() });

export const setMetafieldsOperation: Operation<
  z.output<typeof setAnswer>,
  { metafields: MetafieldInput[] }
> = {
  name: "SetMetafields",
  document: `#graphql
    mutation SetMetafields($metafields: [MetafieldsSetInput!]!) {
      metafieldsSet(metafields: $metafields) {
        userErrors { field message }
      }
    }`,
  data: setAnswer,
};

export const deleteMetafieldsOperation: Operation<
  z.output<typeof deleteAnswer>,
  { metafields: MetafieldIdentifier[] }
> = {
  name: "DeleteMetafields",
  document: `#graphql
    mutation DeleteMetafields($metafields: [MetafieldIdentifierInput!]!) {
      metafieldsDelete(metafields: $metafields) {
        userErrors { field message }
      }
    }`,
  data: deleteAnswer,
};

/** The most that one call may set: https://shopify.dev/docs/api/admin-graphql/latest/mutations/metafieldsSet */
const METAFIELDS_A_CALL = 25;

/** @throws AdminApiError with Shopify's words when a metafield is refused. */
export async function setMetafields(request: GraphqlRequest, metafields: MetafieldInput[]): Promise<void> {
  for (const part of parts(metafields)) {
    const { metafieldsSet } = await request(setMetafieldsOperation, { metafields: part });
    refuseErrors("metafieldsSet", metafieldsSet?.userErrors);
  }
}

/** Metafields that are not there are no error. @throws AdminApiError with Shopify's words. */
export async function deleteMetafields(
  request: GraphqlRequest,
  metafields: MetafieldIdentifier[],
): Promise<void> {
  for (const part of parts(metafields)) {
    const { metafieldsDelete } = await request(deleteMetafieldsOperation, { metafields: part });
    refuseErrors("metafieldsDelete", metafieldsDelete?.userErrors);
  }
}

function parts<Item>(items: Item[]): Item[][] {
  const count = Math.ceil(items.length / METAFIELDS_A_CALL);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * METAFIELDS_A_CALL, (index + 1) * METAFIELDS_A_CALL),
  );
}

function refuseErrors(mutation: string, errors: z.output<typeof userErrors> | undefined): void {
  if (errors === undefined) throw new AdminApiError(`Shopify gave no result for ${mutation}.`, null);
  if (errors.length > 0)
    throw new AdminApiError(
      `Shopify refused ${mutation}: ${errors.map(({ message }) => message).join("; ")}`,
      errors,
    );
}
