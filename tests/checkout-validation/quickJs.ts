import { readFileSync } from "node:fs";
import { newQuickJSWASMModuleFromVariant, type QuickJSContext } from "quickjs-emscripten-core";

/** What Shopify gives a function, in bytes: https://shopify.dev/docs/api/functions/latest */
const MEMORY = 10_000_000;
const STACK = 512_000;

/**
 * Runs an export of a module in QuickJS, to which Javy compiles Shopify's functions in JavaScript: it has no `Intl`,
 * no timers and not all that Node has. What is given and answered crosses over as JSON, as with Shopify.
 * @param exportName of a function of one argument
 * @throws Error of the function, or QuickJS's own: about syntax, memory or stack
 */
export async function loadInQuickJs(module: URL, exportName: string): Promise<(input: unknown) => unknown> {
  const quickJs = await newQuickJSWASMModuleFromVariant(import("@jitl/quickjs-wasmfile-release-sync"));
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(MEMORY);
  runtime.setMaxStackSize(STACK);
  runtime.setModuleLoader(
    (address) => readFileSync(new URL(address), "utf8"),
    (importing, imported) => new URL(imported, importing).href,
  );
  const context = runtime.newContext();
  const entry = `
    import { ${exportName} } from ${JSON.stringify(module.href)};
    globalThis.run = (input) => JSON.stringify(${exportName}(JSON.parse(input)));`;
  context.unwrapResult(context.evalCode(entry, import.meta.url, { type: "module" })).dispose();
  return (input) => call(context, "run", input);
}

function call(context: QuickJSContext, name: string, input: unknown): unknown {
  using run = context.getProp(context.global, name);
  using given = context.newString(JSON.stringify(input));
  using answer = context.unwrapResult(context.callFunction(run, context.undefined, given));
  return JSON.parse(context.getString(answer));
}
