import type { PlacedBlock } from "../shop/shop.ts";
import { defaultSettings, type ThemeBlock } from "./themeBlocks.ts";

/**
 * A block's settings from the theme editor's form: only those its schema has, each in its own type.
 * A checkbox that is off is not sent, so it is false; anything else that is not sent keeps its default.
 */
export function settingsFromForm(block: ThemeBlock, form: Record<string, unknown>): PlacedBlock["settings"] {
  const settings = defaultSettings(block);
  for (const { id, type } of block.settings) {
    if (id === undefined) continue;
    const sent = form[id];
    if (type === "checkbox") settings[id] = sent === "true";
    if (type === "checkbox" || typeof sent !== "string") continue;
    settings[id] = type === "range" || type === "number" ? Number(sent) : sent;
  }
  return settings;
}
