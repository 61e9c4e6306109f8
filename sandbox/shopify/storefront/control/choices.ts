import { themeBlocks } from "../../admin/themeBlocks.ts";
import type { Site } from "../site.ts";
import type { Choices } from "./storefrontSettings.ts";

/** What the storefront's settings can be set to. An extension's embeds are its blocks for the body or the head. */
export async function choicesOf({ themes, extensionDirectory }: Site): Promise<Choices> {
  const blocks = await themeBlocks(extensionDirectory);
  const embeds = blocks.filter(({ target }) => target !== "section").map(({ handle }) => handle);
  return { themes: [...themes.keys()], embeds };
}
