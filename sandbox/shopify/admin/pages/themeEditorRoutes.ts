import express, { type Response, type Router } from "express";
import { z } from "zod";
import type { AdminSite } from "../adminSite.ts";
import { isAvailable, isEmbed, themeBlocks } from "../themeBlocks.ts";
import { settingsFromForm } from "../themeSettings.ts";
import { editorQuery, requestedOf } from "./editorLinks.ts";
import type { Page } from "./layout.ts";
import { themeEditorPage } from "./themeEditor.ts";

const form = z.record(z.string(), z.unknown());

type Show = (response: Response, page: Omit<Page, "shop">) => unknown;

/** The theme editor: the app's blocks in the product template's main section, and its embeds. */
export function themeEditor(site: AdminSite, show: Show): Router {
  const router = express.Router();
  const { shop } = site;
  const editor = "/themes/current/editor";

  router.get(editor, (request, response, next) => {
    const query = editorQuery.parse(request.query);
    themeBlocks(site.extensionDirectory)
      .then((blocks) => {
        const { block: requested, problem } = requestedOf(site, blocks, query);
        const content = themeEditorPage(site, {
          blocks,
          panel: query.context === "apps" ? "app embeds" : "sections",
          requested,
          problem,
          preview: query.preview ?? shop.products[0]?.handle,
        });
        show(response, { title: "Theme editor", active: editor, content, wide: true });
      })
      .catch(next);
  });

  router.use("/themes/current/blocks", express.urlencoded({ extended: false }));
  router.post("/themes/current/blocks", (request, response, next) => {
    const fields = form.parse(request.body);
    themeBlocks(site.extensionDirectory)
      .then((blocks) => {
        const block = blocks.find(({ handle }) => handle === fields.block);
        if (block && !isEmbed(block) && isAvailable(block, shop)) {
          shop.placedBlocks.push({
            block: block.handle,
            settings: settingsFromForm(block, fields),
            enabled: true,
          });
        }
        response.redirect(303, editor);
      })
      .catch(next);
  });
  router.post("/themes/current/blocks/:index", (request, response, next) => {
    const fields = form.parse(request.body);
    const placed = shop.placedBlocks[Number(request.params.index)];
    themeBlocks(site.extensionDirectory)
      .then((blocks) => {
        const block = blocks.find(({ handle }) => handle === placed?.block);
        if (placed && block) {
          placed.settings = settingsFromForm(block, fields);
          placed.enabled = fields.enabled === "true";
        }
        response.redirect(303, editor);
      })
      .catch(next);
  });
  router.post(
    "/themes/current/embeds/:handle",
    express.urlencoded({ extended: false }),
    (request, response, next) => {
      const fields = form.parse(request.body);
      themeBlocks(site.extensionDirectory)
        .then((blocks) => {
          const embed = blocks.find(({ handle }) => handle === request.params.handle);
          if (embed && isEmbed(embed) && isAvailable(embed, shop)) {
            const saved = { settings: settingsFromForm(embed, fields), enabled: fields.enabled === "true" };
            const placed = shop.placedBlocks.find(({ block }) => block === embed.handle);
            if (placed) Object.assign(placed, saved);
            else shop.placedBlocks.push({ block: embed.handle, ...saved });
          }
          response.redirect(303, `${editor}?context=apps`);
        })
        .catch(next);
    },
  );
  router.post("/themes/current/blocks/:index/remove", (request, response) => {
    shop.placedBlocks = shop.placedBlocks.filter((_, index) => index !== Number(request.params.index));
    response.redirect(303, editor);
  });
  return router;
}
