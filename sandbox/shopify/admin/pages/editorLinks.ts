import { z } from "zod";
import type { AdminSite } from "../adminSite.ts";
import { isAvailable, isEmbed, type ThemeBlock } from "../themeBlocks.ts";

/** What an address of the theme editor asks for. Source: shopify.dev, "Deep linking" of theme app extensions. */
export const editorQuery = z.object({
  /** `apps` opens the panel with the app embeds. */
  context: z.string().optional(),
  template: z.string().optional(),
  /** `{client id}/{block}`, to be added to a section. */
  addAppBlockId: z.string().optional(),
  target: z.string().optional(),
  /** `{client id}/{block}`, an app embed to be switched on. */
  activateAppId: z.string().optional(),
  /** The page's own button for adding a block. */
  add: z.string().optional(),
  preview: z.string().optional(),
});

export type EditorQuery = z.infer<typeof editorQuery>;

/** What the editor opens with: a block or an embed that is not saved yet, or what is wrong with the link. */
export interface Requested {
  block: ThemeBlock | null;
  problem: string | null;
}

const NOTHING: Requested = { block: null, problem: null };

/**
 * The block that the address asks to add, or the embed that it asks to switch on. The two links are not mixed: embeds
 * are found in the panel that `context=apps` opens, blocks in the template's.
 */
export function requestedOf(site: AdminSite, blocks: readonly ThemeBlock[], query: EditorQuery): Requested {
  const { add, addAppBlockId, activateAppId, context, template, target } = query;
  const embeds = blocks.filter(isEmbed);
  const inSections = blocks.filter((block) => !isEmbed(block));
  if (addAppBlockId !== undefined && activateAppId !== undefined)
    return refused("A link adds a block or switches an app embed on, not both.");
  if (activateAppId !== undefined) {
    if (context !== "apps") return refused("A link to an app embed needs context=apps.");
    return linked(site, embeds, activateAppId, "app embed");
  }
  if (addAppBlockId !== undefined) {
    if (context === "apps") return refused("A link to a block has no context=apps, which is for app embeds.");
    if (template !== "product" || target !== "mainSection")
      return refused("The sandbox knows the product template's main section only.");
    return linked(site, inSections, addAppBlockId, "block");
  }
  return add === undefined ? NOTHING : named(site, inSections, add, "block");
}

function linked(site: AdminSite, blocks: readonly ThemeBlock[], id: string, kind: string): Requested {
  const separator = id.indexOf("/");
  if (separator === -1) return refused(`The link names no ${kind}: its id is {client id}/{${kind}}.`);
  if (id.slice(0, separator) !== site.shop.app.clientId)
    return refused("The link names an app that is not installed.");
  return named(site, blocks, id.slice(separator + 1), kind);
}

function named({ shop }: AdminSite, blocks: readonly ThemeBlock[], handle: string, kind: string): Requested {
  const block = blocks.find((one) => one.handle === handle);
  if (!block) return refused(`The app has no ${kind} named "${handle}".`);
  if (!isAvailable(block, shop))
    return refused(`"${block.name}" is not available yet: finish the app's set-up first.`);
  return { block, problem: null };
}

function refused(problem: string): Requested {
  return { block: null, problem };
}
