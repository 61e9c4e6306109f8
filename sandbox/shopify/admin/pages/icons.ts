import { Html } from "../html.ts";

/** Paths on a grid of 20. */
const PATHS: Record<string, string> = {
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  back: "M12.5 4.5 7 10l5.5 5.5",
  home: "M3.5 9 10 3.5 16.5 9v7h-4.500v-4h-4v4H3.500z",
  orders: "M4 4.500h12v11H4zM4 11h3.500l1 2h3l1-2H16",
  products: "M9.500 3.500H16a.5.5 0 0 1 .5.5v6.500l-6.500 6-6.500-6.500zM13 7h.01",
  store:
    "M4 8.500V16h12V8.500M3 8l1.500-4h11L17 8a2.300 2.300 0 0 1-4.600 0A2.300 2.300 0 0 1 7.700 8 2.300 2.300 0 0 1 3 8z",
  app: "M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM13.500 11v5M11 13.500h5",
  settings:
    "M10 7.200a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600zM10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.500 1.500M13.500 13.500 15 15M15 5l-1.500 1.500M6.500 13.500 5 15",
  sandbox: "M4 16h12L13 4H7zM5.500 10.500h9",
};

export function icon(name: string): Html {
  return new Html(
    `<svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${PATHS[name] ?? ""}"/></svg>`,
  );
}
