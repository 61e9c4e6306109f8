import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build, type Rollup } from "vite";
import { expect, it } from "vitest";
import { shareDomainModules } from "./shareDomainModules.ts";

const root = join(import.meta.dirname, "..", "..");
const page = join(root, "app", "routes", "example.ts");

/** A page that exists only in memory, and hands on what it got. */
const inMemory = (code: string) => ({
  name: "in-memory",
  resolveId: (source: string) => (source === "page" ? page : null),
  load: (id: string) => (id === page ? code : null),
});

it("leaves domain modules out of the pages' build, and their own parts in", async () => {
  const built = (await build({
    configFile: false,
    root,
    logLevel: "silent",
    publicDir: false,
    plugins: [
      shareDomainModules(),
      inMemory(`
        export { PostponedError } from "../jobs/postponed.ts";
        export { counted } from "../components/counted.ts";`),
    ],
    build: { ssr: true, write: false, rollupOptions: { input: "page" } },
  })) as Rollup.RollupOutput;
  expect(built.output[0].imports).toEqual(["#app/jobs/postponed.ts"]);
  expect(built.output[0].code).toContain("function counted(");
});

/** In a process of its own: a test's modules are not Node's. */
const LOADED_TWICE = `
  import { createServer } from "vite";
  import { PostponedError } from "./app/jobs/postponed.ts";
  import { shareDomainModules } from "./scripts/vite/shareDomainModules.ts";

  const page = ${JSON.stringify(page)};
  const vite = await createServer({
    configFile: false,
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: false },
    plugins: [shareDomainModules(), {
      name: "in-memory",
      load: (id) => (id === page ? "export { PostponedError } from '../jobs/postponed.ts';" : null),
    }],
  });
  const shown = await vite.ssrLoadModule(page);
  console.log(shown.PostponedError === PostponedError);
  await vite.close();`;

it("gives pages the process's own domain modules while a developer edits", async () => {
  const script = ["--input-type=module", "--eval", LOADED_TWICE];
  const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: root });
  expect(stdout.trim()).toBe("true");
});
