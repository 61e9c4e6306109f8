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

/** A metafield that Shopify would not take or delete; the others of its call went through. */
export interface RefusedMetafield {
  ownerId: string;
  /** Its owner is not there: a product that was deleted. */
  ownerIsGone: boolean;
  /** Shopify's words. */
  message: string;
}

const userError = z.object({
  field: z.array(z.string()).nullable(),
  message: z.string(),
  code: z.string().nullish(),
  elementIndex: z.number().nullish(),
});
type UserError = z.output<typeof userError>;
const setAnswer = z.object({ metafieldsSet: z.object({ userErrors: z.array(userError) }).nullable() });
const deleteAnswer = z.object({ metafieldsDelete: z.object({ userErrors: z.array(userError) }).nullable() });

export const setMetafieldsOperation: Operation<
  z.output<typeof setAnswer>,
  { metafields: MetafieldInput[] }
> = {
  name: "SetMetafields",
  document: `#graphql
    mutation SetMetafields($metafields: [MetafieldsSetInput!]!) {
      metafieldsSet(metafields: $metafields) {
        userErrors { field message code elementIndex }
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

/**
 * A call is refused as a whole where one of its metafields is, so those are left out and the rest is sent again.
 * @returns the ones that were left out
 * @throws AdminApiError with Shopify's words when it refuses the call for another reason
 */
export async function setMetafields(
  request: GraphqlRequest,
  metafields: MetafieldInput[],
): Promise<RefusedMetafield[]> {
  return inParts(metafields, async (part) => {
    const { metafieldsSet } = await request(setMetafieldsOperation, { metafields: part });
    return resultOf("metafieldsSet", metafieldsSet).userErrors;
  });
}

/** As setMetafields. Metafields that are not there are no error. */
export async function deleteMetafields(
  request: GraphqlRequest,
  metafields: MetafieldIdentifier[],
): Promise<RefusedMetafield[]> {
  return inParts(metafields, async (part) => {
    const { metafieldsDelete } = await request(deleteMetafieldsOperation, { metafields: part });
    return resultOf("metafieldsDelete", metafieldsDelete).userErrors;
  });
}

async function inParts<Item extends MetafieldIdentifier>(
  items: Item[],
  send: (part: Item[]) => Promise<UserError[]>,
): Promise<RefusedMetafield[]> {
  const refused: RefusedMetafield[] = [];
  for (let start = 0; start < items.length; start += METAFIELDS_A_CALL)
    refused.push(...(await sendWithoutRefused(items.slice(start, start + METAFIELDS_A_CALL), send)));
  return refused;
}

async function sendWithoutRefused<Item extends MetafieldIdentifier>(
  part: Item[],
  send: (part: Item[]) => Promise<UserError[]>,
): Promise<RefusedMetafield[]> {
  const errors = part.length === 0 ? [] : await send(part);
  if (errors.length === 0) return [];

  const errorOf = new Map(errors.map((error) => [elementIndexOf(error), error]));
  const refused = part.flatMap(({ ownerId }, index) => {
    const error = errorOf.get(index);
    return error ? [{ ownerId, ownerIsGone: isAboutOwner(error), message: error.message }] : [];
  });
  if (refused.length === 0)
    throw new AdminApiError(
      `Shopify refused the metafields: ${errors.map(({ message }) => message).join("; ")}`,
      errors,
    );
  const rest = part.filter((_, index) => !errorOf.has(index));
  return [...refused, ...(await sendWithoutRefused(rest, send))];
}

/** Which metafield of the call an error is about: `["metafields", "3", "ownerId"]`. Null for the call as a whole. */
function elementIndexOf({ elementIndex, field }: UserError): number | null {
  if (typeof elementIndex === "number") return elementIndex;
  const index = field?.[1];
  return index !== undefined && /^\d+$/.test(index) ? Number(index) : null;
}

function isAboutOwner({ field, code }: UserError): boolean {
  return field?.at(-1) === "ownerId" && code !== "APP_NOT_AUTHORIZED";
}

function resultOf<Result>(mutation: string, result: Result | null): Result {
  if (result === null) throw new AdminApiError(`Shopify gave no result for ${mutation}.`, null);
  return result;
}
