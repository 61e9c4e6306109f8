import express, { type Response, type Router } from "express";
import { z } from "zod";
import type { AdminSite } from "../adminSite.ts";
import { isAvailable, type ThemeBlock, themeBlocks } from "../themeBlocks.ts";
import { settingsFromForm } from "../themeSettings.ts";
import type { Page } from "./layout.ts";
import { themeEditorPage } from "./themeEditor.ts";

const editorQuery = z.object({
  template: z.string().optional(),
  /** `{client id}/{block}`. Source: shopify.dev, "Deep linking" of theme app extensions. */
  addAppBlockId: z.string().optional(),
  target: z.string().optional(),
  /** The page's own button. */
  add: z.string().optional(),
  preview: z.string().optional(),
});

const form = z.record(z.string(), z.unknown());

type Show = (response: Response, page: Omit<Page, "shop">) => unknown;

/** The theme editor: the app's blocks in the product template's main section. */
export function themeEditor(site: AdminSite, show: Show): Router {
  const router = express.Router();
  const { shop } = site;
  const editor = "/themes/current/editor";

  router.get(editor, (request, response, next) => {
    const query = editorQuery.parse(request.query);
    themeBlocks(site.extensionDirectory)
      .then((blocks) => {
        const { adding, problem } = requestedBlock(site, blocks, query);
        const preview = query.preview ?? shop.products[0]?.handle;
        const content = themeEditorPage(site, { blocks, adding, problem, preview });
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
        if (block && isAvailable(block, shop)) {
          shop.productPageBlocks.push({
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
    const placed = shop.productPageBlocks[Number(request.params.index)];
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
  router.post("/themes/current/blocks/:index/remove", (request, response) => {
    shop.productPageBlocks = shop.productPageBlocks.filter(
      (_, index) => index !== Number(request.params.index),
    );
    response.redirect(303, editor);
  });
  return router;
}

/** The block that the address asks to add, checked as strictly as Shopify's deep links are. */
function requestedBlock(
  { shop }: AdminSite,
  blocks: readonly ThemeBlock[],
  query: z.infer<typeof editorQuery>,
): { adding: ThemeBlock | null; problem: string | null } {
  const nothing = { adding: null, problem: null };
  const [clientId, deepLinked] = query.addAppBlockId?.split("/") ?? [];
  const handle = query.add ?? deepLinked;
  if (handle === undefined) return nothing;
  if (query.addAppBlockId && clientId !== shop.app.clientId) {
    return { ...nothing, problem: "The link names an app that is not installed." };
  }
  if (query.addAppBlockId && (query.template !== "product" || query.target !== "mainSection")) {
    return { ...nothing, problem: "The sandbox knows the product template's main section only." };
  }
  const block = blocks.find((one) => one.handle === handle);
  if (!block) return { ...nothing, problem: `The app has no block named "${handle}".` };
  if (!isAvailable(block, shop)) {
    return {
      ...nothing,
      problem: `The block "${block.name}" is not available yet: finish the app's set-up first.`,
    };
  }
  return { adding: block, problem: null };
}
