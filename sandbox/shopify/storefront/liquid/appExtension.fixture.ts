import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A theme app extension of a few files, each by its path, in a folder of its own. */
export async function writeExtension(files: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), "storefront-extension-"));
  for (const folder of ["assets", "blocks", "locales", "snippets", "src"])
    await mkdir(join(directory, folder));
  for (const [path, content] of Object.entries(files)) await writeFile(join(directory, path), content);
  return { directory, remove: () => rm(directory, { recursive: true }) };
}

export const schema = (fields: Record<string, unknown>) =>
  `{% schema %}${JSON.stringify({ name: "Example", settings: [], ...fields })}{% endschema %}`;
