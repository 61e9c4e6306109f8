import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createRunnableDevEnvironment, type DevEnvironment, type Plugin, type ResolvedConfig } from "vite";
import { isDomainModule, projectPath } from "./domainModules.ts";

/**
 * Lets pages on a server import domain modules from where Node has them, instead of a copy that is bundled with the
 * pages. So a process has each of them once, and `instanceof` holds wherever an error was thrown.
 */
export function shareDomainModules(): Plugin {
  let root = "";
  return {
    name: "share-domain-modules",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name === "ssr",
    config: () => ({ environments: { ssr: { dev: { createEnvironment: sharingEnvironment } } } }),
    configResolved: (config) => {
      root = config.root;
    },
    resolveId(source, importer) {
      if (this.environment.mode !== "build" || !source.startsWith(".") || importer === undefined) return null;
      const path = projectPath(root, resolve(dirname(importer), source));
      // As package.json has it in its imports, so that it is found from wherever a part of the build lies.
      return isDomainModule(path) ? { id: `#${path}`, external: true } : null;
    },
  };
}

/** While a developer edits: Vite runs the pages, and Node what they import of the domain. */
function sharingEnvironment(name: string, config: ResolvedConfig): DevEnvironment {
  const environment = createRunnableDevEnvironment(name, config);
  const fetchModule = environment.fetchModule.bind(environment);
  environment.fetchModule = (address, importer, options) => {
    const file = join(config.root, address.replace(/\?.*/, ""));
    return isDomainModule(projectPath(config.root, file))
      ? Promise.resolve({ externalize: pathToFileURL(file).href, type: "module" })
      : fetchModule(address, importer, options);
  };
  return environment;
}
