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

/** The block that the address asks to add, or the embed that it asks to switch on, checked as strictly as Shopify does. */
export function requestedOf(site: AdminSite, blocks: readonly ThemeBlock[], query: EditorQuery): Requested {
  const { add, addAppBlockId, activateAppId } = query;
  if (activateAppId !== undefined) return linked(site, blocks.filter(isEmbed), activateAppId, "app embed");
  const inSections = blocks.filter((block) => !isEmbed(block));
  if (addAppBlockId === undefined) return add === undefined ? NOTHING : named(site, inSections, add, "block");
  if (query.template !== "product" || query.target !== "mainSection")
    return { ...NOTHING, problem: "The sandbox knows the product template's main section only." };
  return linked(site, inSections, addAppBlockId, "block");
}

function linked(site: AdminSite, blocks: readonly ThemeBlock[], id: string, kind: string): Requested {
  const [clientId, handle = ""] = id.split("/");
  if (clientId !== site.shop.app.clientId)
    return { ...NOTHING, problem: "The link names an app that is not installed." };
  return named(site, blocks, handle, kind);
}

function named({ shop }: AdminSite, blocks: readonly ThemeBlock[], handle: string, kind: string): Requested {
  const block = blocks.find((one) => one.handle === handle);
  if (!block) return { ...NOTHING, problem: `The app has no ${kind} named "${handle}".` };
  if (!isAvailable(block, shop))
    return { ...NOTHING, problem: `"${block.name}" is not available yet: finish the app's set-up first.` };
  return { block, problem: null };
}
