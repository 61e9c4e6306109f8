/** The mutation `metafieldsSet`. Invariant: all of its metafields are stored, or none. */
import { z } from "zod";
import type { Metafield } from "../../shop/shop.ts";
import { requireScope } from "./accessScopes.ts";
import type { Context } from "./context.ts";
import { globalId, parseGlobalId } from "./globalId.ts";
import { valueProblem } from "./metafieldValue.ts";
import {
  belongsToAnotherApp,
  compareDigest,
  findMetafield,
  metafieldModel,
  resolveNamespace,
} from "./metafields.ts";
import { type Model, unmodelled } from "./model.ts";
import { findByGlobalId } from "./node.ts";

/** Source: the schema's description of `metafieldsSet`. */
const LARGEST_SET = 25;

/** The scope that writing a metafield of an owner takes; an app's own installation takes none. */
const SCOPE_OF_OWNER: Record<string, string> = {
  Product: "write_products",
  ProductVariant: "write_products",
  Order: "write_orders",
  Validation: "write_validations",
};

/** Null for what takes none, or owns no metafields here. */
export const scopeToWrite = (ownerType: string): string | null => SCOPE_OF_OWNER[ownerType] ?? null;

const setArguments = z.object({
  metafields: z.array(
    z.object({
      ownerId: z.string(),
      namespace: z.string().nullish(),
      key: z.string(),
      type: z.string().nullish(),
      value: z.string(),
      // Absent: no comparison. Null: the metafield must not exist yet.
      compareDigest: z.string().nullish(),
    }),
  ),
});

interface Wanted {
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  existing: Metafield | undefined;
}

interface Problem {
  code: string;
  field: string;
  message: string;
}

/** What is wrong with one of several metafields. */
export interface MetafieldProblem extends Problem {
  index: number;
}

type MetafieldInput = z.infer<typeof setArguments>["metafields"][number];

export function metafieldsSet(args: unknown, context: Context): Model {
  const { metafields } = setArguments.parse(args);
  if (metafields.length > LARGEST_SET) {
    return payload([], [tooMany()]);
  }
  const { stored, problems } = storeAll(metafields, context);
  return payload(
    stored.map((metafield) => metafieldModel(metafield, context)),
    problems.map(userError),
  );
}

/** Stores all of them, or none and says why. */
export function storeAll(
  inputs: readonly MetafieldInput[],
  context: Context,
): { stored: Metafield[]; problems: MetafieldProblem[] } {
  const checked = inputs.map((input) => check(input, context));
  const problems = checked.flatMap((outcome, index) => ("code" in outcome ? [{ ...outcome, index }] : []));
  if (problems.length > 0) return { stored: [], problems };
  const stored = checked.flatMap((outcome) => ("code" in outcome ? [] : [store(outcome, context)]));
  return { stored, problems: [] };
}

function check(input: MetafieldInput, context: Context): Wanted | Problem {
  const ownerProblem = checkOwner(input.ownerId, context);
  if (ownerProblem) return ownerProblem;

  const namespace = resolveNamespace(input.namespace, context);
  const nameProblem = checkName(namespace, input.key, context);
  if (nameProblem) return nameProblem;

  const existing = findMetafield(context, input.ownerId, namespace, input.key);
  const type = checkType(input, namespace, existing, context);
  if (typeof type !== "string") return type;

  const problem = valueProblem(type, input.value);
  if (problem) return { ...problem, field: "value", message: `Value ${problem.message}.` };
  if (isStale(input, existing)) {
    return {
      code: "STALE_OBJECT",
      field: "compareDigest",
      message:
        "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
    };
  }
  return { ownerId: input.ownerId, namespace, key: input.key, type, value: input.value, existing };
}

function checkOwner(ownerId: string, context: Context): Problem | null {
  const owner = parseGlobalId(ownerId);
  if (!owner) return { code: "INVALID", field: "ownerId", message: "Owner ID is invalid." };
  const scope = scopeToWrite(owner.type);
  if (scope) requireScope(context.shop.installation.scopes, scope, "metafieldsSet");
  if (owner.type === "AppInstallation" && owner.id !== context.shop.installation.id) {
    return {
      code: "APP_NOT_AUTHORIZED",
      field: "ownerId",
      message: "ApiPermission metafields can only be created or updated by the app owner.",
    };
  }
  if (!scope && owner.type !== "AppInstallation") throw unmodelled(`metafields owned by ${owner.type}`);
  if (!findByGlobalId(ownerId, context)) {
    return { code: "INVALID", field: "ownerId", message: "Owner does not exist." };
  }
  return null;
}

/** Source: shopify.dev, input `MetafieldsSetInput`: 3 to 255 and 2 to 64 characters. */
function checkName(namespace: string, key: string, context: Context): Problem | null {
  if (belongsToAnotherApp(namespace, context)) {
    return {
      code: "APP_NOT_AUTHORIZED",
      field: "namespace",
      message: "Access to this namespace and key on Metafields for this resource type is not allowed.",
    };
  }
  return checkLength("namespace", namespace, 3, 255) ?? checkLength("key", key, 2, 64);
}

function checkLength(field: string, text: string, shortest: number, longest: number): Problem | null {
  const name = field === "key" ? "Key" : "Namespace";
  if (text.length < shortest) {
    return { code: "TOO_SHORT", field, message: `${name} is too short (minimum is ${shortest} characters)` };
  }
  if (text.length > longest) {
    return { code: "TOO_LONG", field, message: `${name} is too long (maximum is ${longest} characters)` };
  }
  if (!/^[A-Za-z0-9_-]+$/.test(text)) {
    return {
      code: "INVALID",
      field,
      message: `${name} contains one or more invalid characters (only letters, digits, - and _ are allowed)`,
    };
  }
  return null;
}

/** The definition's type rules, then that of what is stored; only a first value without definition needs one. */
function checkType(
  { ownerId, key, type }: MetafieldInput,
  namespace: string,
  existing: Metafield | undefined,
  { definitions }: Context,
): string | Problem {
  const ownerType = parseGlobalId(ownerId)?.type;
  const definition = definitions.find(
    (one) => one.ownerType === ownerType && one.namespace === namespace && one.key === key,
  );
  if (definition && type && type !== definition.type) {
    return {
      code: "INVALID_TYPE",
      field: "type",
      message: `Type must be consistent with the definition's type: '${definition.type}'.`,
    };
  }
  const known = definition?.type ?? type ?? existing?.type;
  return known ?? { code: "BLANK", field: "type", message: "Type can't be blank" };
}

function isStale(input: MetafieldInput, existing: Metafield | undefined): boolean {
  if (input.compareDigest === undefined) return false;
  return input.compareDigest !== (existing ? compareDigest(existing) : null);
}

function store(wanted: Wanted, context: Context): Metafield {
  const at = context.now.toISOString();
  const { existing, ...fields } = wanted;
  if (existing) return Object.assign(existing, fields, { updatedAt: at });
  const metafield: Metafield = { id: nextId(context), ...fields, createdAt: at, updatedAt: at };
  context.shop.metafields.push(metafield);
  return metafield;
}

function nextId({ shop }: Context): string {
  const largest = shop.metafields.reduce(
    (most, { id }) => (BigInt(id) > most ? BigInt(id) : most),
    50_000_000_000n,
  );
  return String(largest + 1n);
}

function payload(metafields: Model[], userErrors: Model[]): Model {
  return { __typename: "MetafieldsSetPayload", metafields, userErrors };
}

function userError({ code, field, message, index }: MetafieldProblem): Model {
  return {
    __typename: "MetafieldsSetUserError",
    code,
    field: ["metafields", String(index), field],
    message,
    elementIndex: null,
  };
}

function tooMany(): Model {
  return {
    __typename: "MetafieldsSetUserError",
    code: "LESS_THAN_OR_EQUAL_TO",
    field: ["metafields"],
    message: `Exceeded the maximum metafields input limit of ${LARGEST_SET}.`,
    elementIndex: null,
  };
}

/** The global id of the app installation, the owner of app-data metafields. */
export function installationId({ shop }: Context): string {
  return globalId("AppInstallation", shop.installation.id);
}
