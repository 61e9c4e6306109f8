import type { Request, Response } from "express";
import type { Site } from "../site.ts";
import { openVisit, type Visit } from "../visit.ts";
import { pageContent } from "./globals.ts";
import { type StorePage, storePage } from "./storePage.ts";

/** Sections by name, as HTML; null is one that the theme does not have. */
export type RenderedSections = Record<string, string | null>;

/**
 * Sections in the context of the page at an address, by the same visitor.
 * @param address - Without its origin.
 */
export async function renderSections(
  site: Site,
  request: Request,
  response: Response,
  address: string,
  names: string[],
): Promise<RenderedSections> {
  const visit = await openVisit(site, request, response, address);
  return sectionsOf(site, visit, storePage(site, visit), names);
}

/** Sections of a page. Source: shopify.dev, "Section Rendering API". */
export async function sectionsOf(
  site: Site,
  visit: Visit,
  page: StorePage,
  names: string[],
): Promise<RenderedSections> {
  const { globals } = await pageContent(site, visit, page);
  const all = { ...globals, template: { name: page.template } };
  const rendered = await Promise.all(
    names.map(async (name) => [name, await visit.theme.section(name, all)] as const),
  );
  return Object.fromEntries(rendered);
}
