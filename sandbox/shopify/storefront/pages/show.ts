import type { Request, Response } from "express";
import { sectionNames } from "../cart/bundledSections.ts";
import { CartError } from "../cart/cartError.ts";
import type { Site } from "../site.ts";
import { openVisit, UnknownThemeError, type Visit } from "../visit.ts";
import { pageContent } from "./globals.ts";
import { sectionsOf } from "./sections.ts";
import type { StorePage } from "./storePage.ts";

/** Answers with the page that `choose` finds, or, as the Section Rendering API, with the sections that are asked for. */
export async function show(
  site: Site,
  request: Request,
  response: Response,
  choose: (visit: Visit) => StorePage,
): Promise<void> {
  try {
    const visit = await openVisit(site, request, response);
    await answer(site, request, response, visit, choose(visit));
  } catch (error) {
    if (error instanceof UnknownThemeError) response.status(404).type("text").send(error.message);
    else if (error instanceof CartError) response.status(error.status).json(error.body);
    else throw error;
  }
}

async function answer(
  site: Site,
  request: Request,
  response: Response,
  visit: Visit,
  page: StorePage,
): Promise<void> {
  const { section_id: one, sections } = request.query;
  const several = sectionNames(sections);
  if (several) {
    response.json(await sectionsOf(site, visit, page, several));
    return;
  }
  if (typeof one === "string") {
    const html = (await sectionsOf(site, visit, page, [one]))[one];
    if (typeof html === "string") response.type("html").send(html);
    else response.status(404).type("text").send(`There is no section ${one}.`);
    return;
  }
  const { globals, bodyEnd } = await pageContent(site, visit, page);
  const html = await visit.theme.page(page.template, globals);
  if (page.status !== 200) response.status(page.status);
  response.type("html").send(withBodyEnd(html, bodyEnd));
}

function withBodyEnd(html: string, bodyEnd: string): string {
  const end = html.lastIndexOf("</body>");
  return end < 0 ? html : html.slice(0, end) + bodyEnd + html.slice(end);
}
