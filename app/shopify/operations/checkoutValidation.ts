import { z } from "zod";
import {
  AdminApiError,
  type GraphqlRequest,
  type Operation,
  RefusedInWordsError,
} from "../graphqlRequest.ts";

/** The function in extensions/checkout-validation/, as its shopify.extension.toml names it. */
export const CHECKOUT_VALIDATION_HANDLE = "checkout-validation";

/** Must a product that can be personalised have a design to be bought? */
export type DesignRequirement = "required" | "optional";

/** The rule at a shop's checkout that stops products without a design. */
export interface CheckoutValidation {
  /** Shopify runs the function. Merchants can change this in the checkout settings too. */
  isEnabled: boolean;
  requirement: DesignRequirement;
}

const NAMESPACE = "$app";
const REQUIREMENT_KEY = "requirement";
/** What the merchant reads in the checkout settings. */
const TITLE = "Personalization required";

const validation = z.object({
  id: z.string(),
  enabled: z.boolean(),
  requirement: z.object({ value: z.string() }).nullable(),
  shopifyFunction: z.object({ handle: z.string(), app: z.object({ id: z.string() }) }),
});
type ShopValidation = z.output<typeof validation>;

const readAnswer = z.object({
  currentAppInstallation: z.object({ app: z.object({ id: z.string() }) }),
  validations: z.object({ nodes: z.array(validation) }),
});
const written = z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable();
const createAnswer = z.object({ validationCreate: written });
const updateAnswer = z.object({ validationUpdate: written });

interface ValidationSettings {
  enable: boolean;
  blockOnFailure: boolean;
  metafields: { namespace: string; key: string; type: string; value: string }[];
}

export const readValidationsOperation: Operation<z.output<typeof readAnswer>, Record<string, never>> = {
  name: "ReadValidations",
  document: `#graphql
    query ReadValidations {
      currentAppInstallation { app { id } }
      validations(first: 250) {
        nodes {
          id
          enabled
          requirement: metafield(namespace: "${NAMESPACE}", key: "${REQUIREMENT_KEY}") { value }
          shopifyFunction { handle app { id } }
        }
      }
    }`,
  data: readAnswer,
};

export const createValidationOperation: Operation<
  z.output<typeof createAnswer>,
  { validation: ValidationSettings & { functionHandle: string; title: string } }
> = {
  name: "CreateValidation",
  document: `#graphql
    mutation CreateValidation($validation: ValidationCreateInput!) {
      validationCreate(validation: $validation) {
        userErrors { message }
      }
    }`,
  data: createAnswer,
};

export const updateValidationOperation: Operation<
  z.output<typeof updateAnswer>,
  { id: string; validation: ValidationSettings }
> = {
  name: "UpdateValidation",
  document: `#graphql
    mutation UpdateValidation($id: ID!, $validation: ValidationUpdateInput!) {
      validationUpdate(id: $id, validation: $validation) {
        userErrors { message }
      }
    }`,
  data: updateAnswer,
};

/**
 * The rule at the shop's checkout; null where there is none. Of several, as the strictest works. Takes the scope
 * `read_validations`.
 */
export async function readCheckoutValidation(request: GraphqlRequest): Promise<CheckoutValidation | null> {
  const rules = (await ownValidations(request)).map(({ enabled, requirement }): CheckoutValidation => ({
    isEnabled: enabled,
    // As the function reads it: what is not said to be optional is required.
    requirement: requirement?.value === "optional" ? "optional" : "required",
  }));
  const strictness = ({ isEnabled, requirement }: CheckoutValidation) =>
    (isEnabled ? 2 : 0) + (requirement === "required" ? 1 : 0);
  return rules.sort((one, other) => strictness(other) - strictness(one))[0] ?? null;
}

/**
 * Makes the shop's checkout as wanted, whether the rule is there already or not. A merchant can add it a second time in
 * the checkout settings; then both are written, because the stricter of them would hold. Takes `write_validations`.
 * @throws RefusedInWordsError when Shopify refuses: 25 rules are active already, or the shop's plan has no
 *   functions of custom apps
 */
export async function saveCheckoutValidation(
  request: GraphqlRequest,
  wanted: CheckoutValidation,
): Promise<void> {
  const settings = settingsOf(wanted);
  const existing = await ownValidations(request);
  for (const { id } of existing) {
    const { validationUpdate } = await request(updateValidationOperation, { id, validation: settings });
    acceptNoRefusal("validationUpdate", validationUpdate);
  }
  if (existing.length > 0 || !wanted.isEnabled) return;

  const { validationCreate } = await request(createValidationOperation, {
    validation: { ...settings, functionHandle: CHECKOUT_VALIDATION_HANDLE, title: TITLE },
  });
  acceptNoRefusal("validationCreate", validationCreate);
}

function settingsOf({ isEnabled, requirement }: CheckoutValidation): ValidationSettings {
  return {
    enable: isEnabled,
    // A fault of ours keeps nobody from buying: an order without a design can still be completed later.
    blockOnFailure: false,
    metafields: [
      { namespace: NAMESPACE, key: REQUIREMENT_KEY, type: "single_line_text_field", value: requirement },
    ],
  };
}

/**
 * Those of this app's function: other apps have theirs, perhaps with the same handle. One page holds ten times as many
 * as a shop may have active.
 */
async function ownValidations(request: GraphqlRequest): Promise<ShopValidation[]> {
  const { currentAppInstallation, validations } = await request(readValidationsOperation, {});
  return validations.nodes.filter(
    ({ shopifyFunction: { handle, app } }) =>
      handle === CHECKOUT_VALIDATION_HANDLE && app.id === currentAppInstallation.app.id,
  );
}

function acceptNoRefusal(mutation: string, result: z.output<typeof written>): void {
  if (result === null) throw new AdminApiError(`Shopify gave no result for ${mutation}.`, null);
  if (result.userErrors.length === 0) return;
  const reasons = result.userErrors.map(({ message }) => message).join("; ");
  throw new RefusedInWordsError(`Shopify refused the rule at the checkout: ${reasons}`, result.userErrors);
}
