import { readFile } from "node:fs/promises";
import {
  buildClientSchema,
  coerceInputValue,
  type DocumentNode,
  execute,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
  isInputObjectType,
  parse,
} from "graphql";
import { z } from "zod";
import { checkoutValidationSchemaFile } from "../../scripts/fetch-admin-schema.ts";
import { loadInQuickJs } from "./quickJs.ts";

/** Where the function's extension lies. */
export const EXTENSION = new URL("../../extensions/checkout-validation/", import.meta.url);

/** The text of one of the extension's files. */
export const extensionFile = (path: string) => readFile(new URL(path, EXTENSION), "utf8");

const functionModule = z.object({
  cartValidationsGenerateRun: z.custom<(input: unknown) => unknown>((value) => typeof value === "function"),
});
const introspection = z.object({
  data: z.custom<IntrospectionQuery>(
    (value) => z.object({ __schema: z.object({}) }).safeParse(value).success,
  ),
});
const answer = z.object({
  operations: z.array(
    z.object({
      validationAdd: z.object({ errors: z.array(z.object({ message: z.string(), target: z.string() })) }),
    }),
  ),
});

/** The function as Shopify runs it, in QuickJS and between Shopify's own schema of what it is given and what it may answer. */
export interface CheckoutFunction {
  schema: GraphQLSchema;
  query: DocumentNode;
  /** What is not as Shopify would give it for the function's query; nothing where all is. */
  problemsOfInput: (input: unknown) => string[];
  /**
   * The errors that the function adds, its answer being one that Shopify accepts.
   * @throws Error where it is not, or where the function throws
   */
  errorsFor: (input: unknown) => CheckoutError[];
  /** The same in Node, for carts of thousands of lines. */
  errorsInNode: (input: unknown) => CheckoutError[];
}

interface CheckoutError {
  message: string;
  target: string;
}

export async function loadCheckoutFunction(): Promise<CheckoutFunction> {
  const schema = buildClientSchema(
    introspection.parse(JSON.parse(await readFile(await checkoutValidationSchemaFile(), "utf8"))).data,
  );
  const query = parse(await extensionFile("src/cart_validations_generate_run.graphql"));
  const entry = new URL("src/index.js", EXTENSION);
  const module: unknown = await import(entry.href);
  const runInNode = functionModule.parse(module).cartValidationsGenerateRun;
  const runInQuickJs = await loadInQuickJs(entry, "cartValidationsGenerateRun");
  const result = inputObject(schema, "CartValidationsGenerateRunResult");
  return {
    schema,
    query,
    problemsOfInput: (input) => problemsOfInput(schema, query, input),
    errorsFor: (input) => errorsOf(runInQuickJs(input)),
    errorsInNode: (input) => errorsOf(runInNode(input)),
  };

  function errorsOf(output: unknown): CheckoutError[] {
    coerceInputValue(output, result);
    return answer.parse(output).operations.flatMap(({ validationAdd }) => validationAdd.errors);
  }
}

function inputObject(schema: GraphQLSchema, name: string): GraphQLInputObjectType {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`Shopify's schema has no input object ${name}.`);
  return type;
}

/** Runs the query over the input as if it were the shop: what comes back is the input, if the input has its shape. */
function problemsOfInput(schema: GraphQLSchema, query: DocumentNode, input: unknown): string[] {
  const given = execute({
    schema,
    document: query,
    rootValue: input,
    fieldResolver: (source: Record<string, unknown>, _, __, { path }) => source[path.key],
    typeResolver: (value: { __typename?: string }) => value.__typename,
  });
  if (given instanceof Promise) throw new Error("Nothing here takes time.");
  const errors = given.errors?.map(({ message, path }) => `${path?.join(".") ?? ""}: ${message}`) ?? [];
  if (errors.length > 0) return errors;
  return JSON.stringify(given.data) === JSON.stringify(input)
    ? []
    : [`The query gives ${JSON.stringify(given.data)}`];
}
