import { GlobalFonts } from "@napi-rs/canvas";
import { createRequire } from "node:module";

/** The font files, for print files here and for the customizer page in the browser. */
export const fontFiles = {
  "inter.ttf": fontFile("@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"),
  "inter-regular.ttf": fontFile("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"),
  "lobster.ttf": fontFile("@expo-google-fonts/lobster/400Regular/Lobster_400Regular.ttf"),
};

let registered = false;

/** Makes the fonts known to the canvas, once a process. */
export function registerFonts(): void {
  if (registered) return;
  registered = true;
  GlobalFonts.registerFromPath(fontFiles["inter.ttf"], "Inter");
  GlobalFonts.registerFromPath(fontFiles["lobster.ttf"], "Lobster");
}

function fontFile(specifier: string): string {
  return createRequire(import.meta.url).resolve(specifier);
}
