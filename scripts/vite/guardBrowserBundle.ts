import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import ts from "typescript";
import type { Plugin, Rollup } from "vite";
import { isDomainModule, projectPath } from "./domainModules.ts";

/** What pages may bring into a browser. Any other package is taken for a server's until it is listed here. */
const BROWSER_PACKAGES = [
  "@remix-run/react",
  "@shopify/polaris",
  "@shopify/polaris-icons",
  "content-disposition",
  // Pages use its error boundary, which lies among its server code; tree shaking leaves only the boundary.
  "@shopify/shopify-app-remix",
  "react",
  "react-dom",
];

/** Folders of app/ whose code runs where the database and the secrets are. */
const SERVER_FOLDERS = [
  "accounts",
  "config",
  "connection",
  "customeow",
  "database",
  "facts",
  "http",
  "inbox",
  "jobs",
  "log",
  "process",
  "quota",
  "reconciliation",
  "secrets",
  "shopify",
  "timeline",
];

const ADVICE =
  "Browsers would get what they cannot have. Put what pages share with a server into a module of its own.";

/** What is wrong, and the module that the browser got it through. */
interface Violation {
  problem: string;
  module: string;
}

/**
 * Fails the build when browsers would get server code, or an import that no browser can resolve. Remix takes loaders
 * and actions out of a route, but one constant that a component uses brings along all that the constant's module
 * imports. Each import that is left counts, whether or not tree shaking would drop it.
 */
export function guardBrowserBundle(): Plugin {
  let root = "";
  let violations: Violation[] = [];
  const pathOf = (id: string) => projectPath(root, id);

  const check = (module: string, source: string) => {
    const imported = source.startsWith(".") ? pathOf(resolve(dirname(module), source)) : source;
    const reason = reasonAgainst(imported);
    if (reason !== null)
      violations.push({ problem: `${pathOf(module)} imports ${imported}, ${reason}`, module });
  };
  const report = (found: Violation[], graph: Rollup.PluginContext) => {
    const told = found.map(({ problem, module }) => {
      const files = importersOf(module, graph).filter((id) => !id.startsWith("\0"));
      return [problem, ...new Set(files.map((id) => `  imported by ${pathOf(id)}`))].join("\n");
    });
    return [ADVICE, ...new Set(told)].join("\n\n");
  };

  return {
    name: "guard-browser-bundle",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name === "client",
    configResolved: (config) => {
      root = config.root;
    },
    buildStart: () => {
      violations = [];
    },
    resolveId: (source, importer) => {
      if (importer !== undefined && pathOf(importer).startsWith("app/")) check(importer, source);
      return null;
    },
    transform: (code, id) => {
      if (takesNoServerTypes(pathOf(id))) for (const source of relativeImports(code)) check(id, source);
      return null;
    },
    buildEnd() {
      if (violations.length > 0) this.error(report(violations, this));
    },
    generateBundle(_options, bundle) {
      const unresolved = externalImports(bundle).map((external) => ({
        problem: `${external} cannot be resolved by a browser`,
        module: external,
      }));
      if (unresolved.length > 0) this.error(report(unresolved, this));
    },
  };
}

/** @param imported a file of the project by its path in it, or a package as the import names it */
function reasonAgainst(imported: string): string | null {
  if (isBuiltin(imported)) return "which only Node has";
  const [, folder] = /^app\/([^/]+)\//.exec(imported) ?? [];
  if (folder !== undefined) return SERVER_FOLDERS.includes(folder) ? "which only a server can run" : null;
  if (/^(app|node_modules)\/|^[/\0]|^virtual:/.test(imported)) return null;
  const listed = BROWSER_PACKAGES.some((name) => imported === name || imported.startsWith(`${name}/`));
  return listed ? null : "a package that is not listed for browsers";
}

/** The wording makes words of facts in a browser too: of the domain it takes nothing but the facts' types. */
function takesNoServerTypes(path: string): boolean {
  return isDomainModule(path) && !path.startsWith("app/wording/");
}

/** With the imports of types: a function that is given its database imports nothing else of it. */
function relativeImports(code: string): string[] {
  return ts
    .preProcessFile(code)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((source) => source.startsWith("."));
}

function externalImports(bundle: Rollup.OutputBundle): string[] {
  const imported = Object.values(bundle).flatMap((file) =>
    file.type === "chunk" ? [...file.imports, ...file.dynamicImports] : [],
  );
  return [...new Set(imported)].filter((name) => !(name in bundle));
}

/** The shortest way from a module up to a page's entry, itself left out. */
function importersOf(module: string, graph: Rollup.PluginContext): string[] {
  const ways = [[module]];
  const seen = new Set([module]);
  for (const way of ways) {
    const last = way.at(-1) ?? module;
    const importers = graph.getModuleInfo(last)?.importers ?? [];
    if (importers.length === 0) return way.slice(1);
    for (const importer of importers.filter((id) => !seen.has(id))) {
      seen.add(importer);
      ways.push([...way, importer]);
    }
  }
  return [];
}
