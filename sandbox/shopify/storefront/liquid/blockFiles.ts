import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const schema = z.object({
  javascript: z.string().optional(),
  stylesheet: z.string().optional(),
  enabled_on: z.object({ templates: z.array(z.string()).optional() }).optional(),
});

export interface BlockFiles {
  /** Assets that Shopify loads by itself. */
  javascript: string | null;
  stylesheet: string | null;
  /** Templates that the block may be on; null: all of them. */
  templates: string[] | null;
}

/** What a block's schema says about where it may be and what it loads. */
export async function readBlockFiles(extensionDirectory: string, block: string): Promise<BlockFiles> {
  const source = await readFile(join(extensionDirectory, "blocks", `${block}.liquid`), "utf8");
  const json = /{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/.exec(source)?.[1] ?? "{}";
  const { javascript, stylesheet, enabled_on } = schema.parse(JSON.parse(json));
  const templates = enabled_on?.templates;
  return {
    javascript: javascript ?? null,
    stylesheet: stylesheet ?? null,
    templates: templates === undefined || templates.includes("*") ? null : templates,
  };
}
