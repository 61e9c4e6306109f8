import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { functionInput } from "./functionInput.ts";
import { runInputQuery } from "./inputQuery.ts";
import type { ValidateCart } from "./validateCart.ts";

/** Source: shopify.dev, "Cart and Checkout Validation Function API", `CartValidationsGenerateRunResult`. */
const result = z.strictObject({
  operations: z.array(
    z.strictObject({
      validationAdd: z.strictObject({
        errors: z.array(z.strictObject({ message: z.string().min(1), target: z.string().startsWith("$") })),
      }),
    }),
  ),
});

type Run = (input: unknown) => unknown;

/**
 * Runs the validation function of an extension as Shopify does: with what its input query asks for, and its answer
 * held to the schema. Read on every cart, so that a change shows at once; without the extension, or before it has any
 * code, every cart is right.
 *
 * @param extensionDirectory - A function extension written in JavaScript or TypeScript, with its code in `src`.
 */
export function functionExtension(extensionDirectory: string): ValidateCart {
  const source = join(extensionDirectory, "src");
  return async (question) => {
    const files = await readdir(source).catch(() => []);
    const run = await findRun(source, files);
    if (!run) return [];
    const schema = await readFile(join(extensionDirectory, "schema.graphql"), "utf8");
    const input = await runInputQuery(schema, await inputQuery(source, files), functionInput(question));
    const { operations } = result.parse(await run(input));
    return operations.flatMap(({ validationAdd }) => validationAdd.errors);
  };
}

/** The function that the code exports under the target's name, or by default; `index` is asked first. */
async function findRun(source: string, files: string[]): Promise<Run | null> {
  const code = files.filter((file) => /\.[jt]s$/.test(file) && !/\.(test|d)\.[jt]s$/.test(file));
  code.sort((one, other) => Number(other.startsWith("index.")) - Number(one.startsWith("index.")));
  for (const file of code) {
    const exported = await load(join(source, file));
    const run = exported.cartValidationsGenerateRun ?? exported.default;
    if (isRun(run)) return run;
  }
  return null;
}

/** Node keeps modules by their address: a changed file gets another one. */
async function load(file: string): Promise<Record<string, unknown>> {
  const { mtimeMs } = await stat(file);
  return (await import(`${pathToFileURL(file).href}?changed=${mtimeMs}`)) as Record<string, unknown>;
}

async function inputQuery(source: string, files: string[]): Promise<string> {
  const [file, other] = files.filter((name) => name.endsWith(".graphql"));
  if (file === undefined || other !== undefined)
    throw new Error(`${source} needs one .graphql file: the input query of its validation function.`);
  return readFile(join(source, file), "utf8");
}

function isRun(value: unknown): value is Run {
  return typeof value === "function";
}
