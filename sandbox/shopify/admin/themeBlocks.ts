import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ShopifyGlobal } from "@shopify/app-bridge-types";
import { z } from "zod";
import type { PlacedBlock, Shop } from "../shop/shop.ts";
import { schemaTranslations, translated } from "./schemaTranslations.ts";

const value = z.union([z.string(), z.number(), z.boolean()]);

const setting = z.object({
  type: z.string(),
  id: z.string().optional(),
  label: z.string().optional(),
  content: z.string().optional(),
  info: z.string().optional(),
  default: value.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  unit: z.string().optional(),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
});

/** Source: shopify.dev, "Configure theme app extensions": the schema of an app block. */
const blockSchema = z.object({
  name: z.string(),
  /** A block's place is a section; an embed's is the end of the page's head or body. */
  target: z.enum(["section", "head", "body", "compliance_head"]),
  available_if: z.string().optional(),
  enabled_on: z.object({ templates: z.array(z.string()).optional() }).optional(),
  settings: z.array(setting).default([]),
});

export type BlockSetting = z.infer<typeof setting>;

export interface ThemeBlock {
  /** The file's name without its ending, as deep links and the App Bridge name the block. */
  handle: string;
  name: string;
  target: z.infer<typeof blockSchema>["target"];
  settings: BlockSetting[];
  /** App-data metafield that must be true for the block to be offered; null: always offered. */
  availableIf: { namespace: string; key: string } | null;
}

/**
 * The blocks of a theme app extension, from their `{% schema %}`.
 * @throws Error naming the file whose schema cannot be read.
 */
export async function themeBlocks(extensionDirectory: string): Promise<ThemeBlock[]> {
  const folder = join(extensionDirectory, "blocks");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".liquid")).sort();
  const translate = await schemaTranslations(extensionDirectory);
  return Promise.all(files.map((file) => themeBlock(join(folder, file), translate)));
}

async function themeBlock(file: string, translate: (text: string) => string): Promise<ThemeBlock> {
  const source = await readFile(file, "utf8");
  const json = /{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/.exec(source)?.[1];
  if (!json) throw new Error(`${file} has no {% schema %}.`);
  const schema = blockSchema.parse(translated(JSON.parse(json), translate));
  const condition = /app\.metafields\.(\w+)\.(\w+)/.exec(schema.available_if ?? "");
  return {
    handle: basename(file, ".liquid"),
    name: schema.name,
    target: schema.target,
    settings: schema.settings,
    availableIf: condition?.[1] && condition[2] ? { namespace: condition[1], key: condition[2] } : null,
  };
}

/** Whether it is an app embed, which belongs to the theme as a whole, and not a block of a section. */
export function isEmbed({ target }: ThemeBlock): boolean {
  return target !== "section";
}

/** Whether the theme editor offers the block, as its `available_if` says. */
export function isAvailable(block: ThemeBlock, shop: Shop): boolean {
  const condition = block.availableIf;
  if (!condition) return true;
  return shop.metafields.some(
    ({ ownerId, namespace, key, value }) =>
      ownerId === `gid://shopify/AppInstallation/${shop.installation.id}` &&
      namespace === condition.namespace &&
      key === condition.key &&
      value === "true",
  );
}

/** The settings of a block that was just added. A list without default starts with its first option. */
export function defaultSettings(block: ThemeBlock): PlacedBlock["settings"] {
  return Object.fromEntries(
    block.settings.flatMap(({ id, type, default: preset, options }) => {
      if (id === undefined) return [];
      return [[id, preset ?? (type === "checkbox" ? false : (options?.[0]?.value ?? ""))] as const];
    }),
  );
}

type ExtensionInfo = Awaited<ReturnType<ShopifyGlobal["app"]["extensions"]>>[number];
type ThemeExtensionActivation = Extract<ExtensionInfo["activations"][number], { handle: string }>;

/** What `shopify.app.extensions()` answers. Source: @shopify/app-bridge-types, `ExtensionInfo`. */
export function extensionInfo(
  blocks: readonly ThemeBlock[],
  handle: string,
  shop: Shop,
): (ExtensionInfo & { activations: ThemeExtensionActivation[] })[] {
  const activations = blocks.map((block) => activationOf(block, shop));
  return [{ handle, type: "theme_app_extension", activations }];
}

/** Whether and where the published theme has it. What is hidden or switched off counts as not there. */
function activationOf(block: ThemeBlock, shop: Shop): ThemeExtensionActivation {
  const { target, handle, name } = block;
  const placed = shop.placedBlocks.filter((one) => one.block === handle && one.enabled);
  return {
    target,
    handle,
    name,
    status: placed.length > 0 ? "active" : "available",
    activations: placed.map((_, index) => ({
      target: isEmbed(block) ? `current/${handle}` : `template--product/main/${handle}_${index + 1}`,
      themeId: "gid://shopify/OnlineStoreTheme/1",
    })),
  };
}
