import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const projectRoot = join(import.meta.dirname, "..", "..", "..");

const routeTree = z.array(
  z.object({
    file: z.string(),
    path: z.string().optional(),
    get children() {
      return routeTree.optional();
    },
  }),
);

/** The pages that `app/routes` has, by their addresses with parameters in them: `/app/orders/:orderId`. */
export interface PageRoutes {
  patterns: string[];
  /** The page at an address; null where there is none. */
  patternOf(path: string): string | null;
}

/** Asks Remix for every route that has a component, and no pages below it. */
export async function readPageRoutes(): Promise<PageRoutes> {
  const remix = dirname(createRequire(import.meta.url).resolve("@remix-run/dev/package.json"));
  const listing = [join(remix, "dist", "cli.js"), "routes", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, listing, { cwd: projectRoot });
  const leaves = leavesBelow("", routeTree.parse(JSON.parse(stdout)));
  const areShown = await Promise.all(leaves.map(({ file }) => hasComponent(file)));
  const patterns = leaves.filter((_leaf, index) => areShown[index]).map(({ pattern }) => pattern);
  // Last what takes any address below it.
  const ordered = patterns.toSorted((one, other) => Number(one.includes("*")) - Number(other.includes("*")));
  return {
    patterns: ordered,
    patternOf: (path) => ordered.find((pattern) => expressionOf(pattern).test(path)) ?? null,
  };
}

function leavesBelow(
  parent: string,
  routes: z.output<typeof routeTree>,
): { pattern: string; file: string }[] {
  return routes.flatMap(({ file, path, children }) => {
    const pattern = path ? `${parent}/${path}` : parent;
    return children === undefined ? [{ pattern: pattern || "/", file }] : leavesBelow(pattern, children);
  });
}

async function hasComponent(file: string): Promise<boolean> {
  return /^export default /m.test(await readFile(join(projectRoot, "app", file), "utf8"));
}

function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, "[^/]+").replace("*", ".+")}$`);
}
