import type { Locale } from "./texts.ts";

export const themes = ["default", "plain", "sections"] as const;
export type ThemeName = (typeof themes)[number];

export const devices = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export type DeviceName = keyof typeof devices;

/** Left to right, and right to left. */
export const locales = ["en", "ar"] as const satisfies Locale[];

/** How a shop is visited: in which theme, on what, in which language. */
export interface Visited {
  theme: ThemeName;
  device: DeviceName;
  locale: Locale;
}

/** Every theme, on every device, in both directions. */
export const visits: Visited[] = themes.flatMap((theme) =>
  (["desktop", "phone"] as const).flatMap((device) => locales.map((locale) => ({ theme, device, locale }))),
);

export function nameOf({ theme, device, locale }: Visited): string {
  return `${theme}, ${device}, ${locale === "ar" ? "right to left" : "left to right"}`;
}
