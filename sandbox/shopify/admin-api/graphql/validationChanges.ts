/**
 * The mutations `validationCreate` and `validationUpdate`. Invariant: a rule is written with all of its metafields, or
 * not at all. Source of codes and words: the schema's `ValidationUserErrorCode`.
 */
import { z } from "zod";
import { nextId } from "../../shop/ids.ts";
import type { Validation } from "../../shop/shop.ts";
import { requireScope } from "./accessScopes.ts";
import type { Context, DeployedFunction } from "./context.ts";
import { globalId, parseGlobalId } from "./globalId.ts";
import { type MetafieldProblem, storeAll } from "./metafieldsSet.ts";
import { type Model, unmodelled } from "./model.ts";
import { findValidation, validationModel } from "./validations.ts";

const TARGET = "cart.validations.generate.run";
const MOST_ENABLED = 25;

const settings = z.object({
  // The schema gives false for what is left out, also when a rule is changed.
  enable: z.boolean().nullish(),
  blockOnFailure: z.boolean().nullish(),
  title: z.string().nullish(),
  metafields: z
    .array(
      z.object({
        namespace: z.string().nullish(),
        key: z.string().nullish(),
        type: z.string().nullish(),
        value: z.string().nullish(),
      }),
    )
    .nullish(),
});
type Settings = z.infer<typeof settings>;

const createArguments = z.object({
  validation: settings.extend({ functionHandle: z.string().nullish(), functionId: z.string().nullish() }),
});
const updateArguments = z.object({ id: z.string(), validation: settings });

interface Refusal {
  code: string;
  field: string[];
  message: string;
}

export function validationCreate(args: unknown, context: Context): Model {
  requireScope(context.shop.installation.scopes, "write_validations", "validationCreate");
  const payload = payloadOf("ValidationCreatePayload", context);
  const { functionHandle, functionId, ...wanted } = createArguments.parse(args).validation;
  if (functionId) throw unmodelled("ValidationCreateInput.functionId");

  const deployed = findFunction(functionHandle, context);
  if ("code" in deployed) return payload(null, [deployed]);
  const validation: Validation = {
    id: nextId(),
    functionHandle: deployed.handle,
    title: deployed.title,
    enabled: false,
    blockOnFailure: false,
  };
  context.shop.validations.push(validation);
  const refusals = change(validation, wanted, context);
  if (refusals.length === 0) return payload(validation, []);
  context.shop.validations = context.shop.validations.filter((one) => one !== validation);
  return payload(null, refusals);
}

export function validationUpdate(args: unknown, context: Context): Model {
  requireScope(context.shop.installation.scopes, "write_validations", "validationUpdate");
  const payload = payloadOf("ValidationUpdatePayload", context);
  const { id, validation: wanted } = updateArguments.parse(args);
  const gid = parseGlobalId(id);
  const validation = gid?.type === "Validation" ? findValidation(gid.id, context) : null;
  if (!validation)
    return payload(null, [{ code: "NOT_FOUND", field: ["id"], message: "Validation not found." }]);
  const refusals = change(validation, wanted, context);
  return payload(refusals.length === 0 ? validation : null, refusals);
}

function findFunction(
  functionHandle: string | null | undefined,
  { functions }: Context,
): DeployedFunction | Refusal {
  if (!functionHandle) {
    return {
      code: "MISSING_FUNCTION_IDENTIFIER",
      field: ["validation"],
      message: "Either function_id or function_handle must be provided.",
    };
  }
  const field = ["validation", "functionHandle"];
  const deployed = functions.find(({ handle }) => handle === functionHandle);
  if (!deployed) return { code: "FUNCTION_NOT_FOUND", field, message: "Function not found." };
  if (deployed.targets.includes(TARGET)) return deployed;
  return {
    code: "FUNCTION_DOES_NOT_IMPLEMENT",
    field,
    message: "Function does not implement the required interface for this cart & checkout validation.",
  };
}

/** Nothing is changed when there is a refusal. */
function change(validation: Validation, wanted: Settings, context: Context): Refusal[] {
  const enabled = wanted.enable ?? false;
  const others = context.shop.validations.filter((one) => one.enabled && one !== validation);
  if (enabled && others.length >= MOST_ENABLED) {
    return [
      {
        code: "MAX_VALIDATIONS_ACTIVATED",
        field: [],
        message: `Cannot have more than ${MOST_ENABLED} active validation functions.`,
      },
    ];
  }
  const ownerId = globalId("Validation", validation.id);
  const metafields = (wanted.metafields ?? []).map(({ namespace, key, type, value }) => ({
    ownerId,
    namespace,
    key: key ?? "",
    type,
    value: value ?? "",
  }));
  const { problems } = storeAll(metafields, context);
  if (problems.length > 0) return problems.map(refusalOf);
  Object.assign(validation, { enabled, blockOnFailure: wanted.blockOnFailure ?? false });
  if (wanted.title) validation.title = wanted.title;
  return [];
}

function refusalOf({ code, field, message, index }: MetafieldProblem): Refusal {
  return { code, field: ["validation", "metafields", String(index), field], message };
}

function payloadOf(typename: string, context: Context) {
  return (validation: Validation | null, refusals: Refusal[]): Model => ({
    __typename: typename,
    validation: validation && validationModel(validation, context),
    userErrors: refusals.map((refusal) => ({ __typename: "ValidationUserError", ...refusal })),
  });
}
