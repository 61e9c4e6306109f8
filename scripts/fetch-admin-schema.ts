/**
 * Fetches Shopify's real schemas: the Admin API's, which the sandbox executes queries against, and that of the
 * function that validates carts, which says what it is given and may answer.
 *
 * They ship inside an npm package that, as a dependency, would drag in the whole Shopify CLI:
 * so the tarball alone is taken, checked against a pinned digest, and these files of it are cached.
 */
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { extract } from "tar";

const PACKAGE = "@shopify/dev-mcp@1.16.0";
const TARBALL_SHA512 =
  "tqgRnK7sQhjew+htxtleTH23nXB5fZcsrhWgEkomsorGXvLOB2mh2upwZm8uzuTDNTZnqtLMe64yIwh6s2awtw==";
const ADMIN = "admin_2026-10.json";
const CHECKOUT_VALIDATION = "functions_cart_checkout_validation_2026-10.json";

/**
 * The path of the Admin schema as introspection JSON, `{ data: { __schema } }`; fetched once, then cached.
 * Safe when several processes call it at once.
 * @throws Error when npm cannot reach its registry, or the tarball is not the one that was pinned.
 */
export const adminSchemaFile = () => schemaFile(ADMIN);

/** As adminSchemaFile, for the function that validates carts and checkouts. */
export const checkoutValidationSchemaFile = () => schemaFile(CHECKOUT_VALIDATION);

async function schemaFile(schema: string): Promise<string> {
  if (!(await exists(cachedFile(schema)))) await fetchSchemas();
  return cachedFile(schema);
}

async function fetchSchemas(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "customeow-shopify-schemas-"));
  try {
    const tarball = await packTarball(folder);
    await checkDigest(tarball);
    const wanted = [ADMIN, CHECKOUT_VALIDATION].map((schema) => ({
      schema,
      path: `package/dist/data/${schema}.gz`,
    }));
    await extract({
      file: tarball,
      cwd: folder,
      filter: (path) => wanted.some((file) => file.path === path),
    });
    for (const { schema, path } of wanted)
      await writeAtomically(cachedFile(schema), gunzipSync(await readFile(join(folder, path))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function cachedFile(schema: string): string {
  return fileURLToPath(new URL(`../.cache/shopify/${schema}`, import.meta.url));
}

async function packTarball(folder: string): Promise<string> {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  try {
    const { stdout } = await promisify(execFile)(
      npm,
      ["pack", PACKAGE, "--ignore-scripts", "--silent", "--pack-destination", folder],
      { shell: process.platform === "win32", cwd: folder },
    );
    return join(folder, basename(stdout.trim()));
  } catch (cause) {
    throw new Error(`Shopify's schemas could not be fetched: "npm pack ${PACKAGE}" failed.`, { cause });
  }
}

async function checkDigest(tarball: string): Promise<void> {
  const digest = createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64");
  if (digest !== TARBALL_SHA512) {
    throw new Error(`The tarball of ${PACKAGE} is not the pinned one: its sha512 is ${digest}.`);
  }
}

/** A reader sees the whole file or none: it is written beside its place and then renamed. */
async function writeAtomically(file: string, content: Buffer): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, content);
  await rename(unfinished, file);
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await adminSchemaFile());
  console.log(await checkoutValidationSchemaFile());
}
