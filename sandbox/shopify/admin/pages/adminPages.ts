import express, { type Request, type Response, type Router } from "express";
import type { AdminSite } from "../adminSite.ts";
import { appHandle } from "../embeddedAddress.ts";
import { html } from "../html.ts";
import { install, sendCompliance, uninstall } from "../installation.ts";
import { extensionInfo, themeBlocks } from "../themeBlocks.ts";
import { embeddedAppPage } from "./app.ts";
import { homePage } from "./home.ts";
import { heading, layout, type Page } from "./layout.ts";
import { orderForms } from "./orderForms.ts";
import { orderPage, ordersPage } from "./orders.ts";
import { productPage, productsPage } from "./products.ts";
import { sandboxPage } from "./sandbox.ts";
import { installPage, settingsPage } from "./settings.ts";
import { themeEditor } from "./themeEditorRoutes.ts";

/** The admin's pages for a person. There is no log-in: whoever reaches this machine is the merchant. */
export function adminPages(site: AdminSite): Router {
  const router = express.Router();
  const { shop } = site;
  const show = (response: Response, page: Omit<Page, "shop">) => response.send(layout({ shop, ...page }));

  router.get("/", (_request, response) => {
    show(response, { title: "Home", active: "/", content: homePage(site) });
  });
  router.get("/orders", (_request, response) => {
    show(response, { title: "Orders", active: "/orders", content: ordersPage(site) });
  });
  router.get("/orders/:id", (request, response, next) => {
    const order = shop.orders.find(({ id }) => id === request.params.id);
    if (!order) next();
    else show(response, { title: order.name, active: "/orders", content: orderPage(site, order) });
  });
  router.get("/products", (_request, response) => {
    show(response, { title: "Products", active: "/products", content: productsPage(site) });
  });
  router.get("/products/:id", (request, response, next) => {
    const product = shop.products.find(({ id }) => id === request.params.id);
    if (!product) next();
    else show(response, { title: product.title, active: "/products", content: productPage(site, product) });
  });
  router.get("/settings/apps", (_request, response) => {
    show(response, { title: "Settings", active: "/settings/apps", content: settingsPage(site) });
  });
  router.get("/sandbox", (_request, response) => {
    show(response, { title: "Sandbox", active: "/sandbox", content: sandboxPage(site) });
  });
  router.use(themeEditor(site, show), installationForms(site), orderForms(site));
  router.get("/apps/:handle/extensions.json", (_request, response, next) => {
    themeBlocks(site.extensionDirectory)
      .then((blocks) => response.json(extensionInfo(blocks, extensionHandle(site), shop)))
      .catch(next);
  });
  router.get(["/apps/:handle", "/apps/:handle/*"], (request, response, next) => {
    if (request.params.handle !== appHandle(shop)) next();
    else showApp(site, request, response, show).catch(next);
  });
  router.use((_request, response) => {
    const content = html`${heading("There's no page at this address")}
      <section class="card">
        <p>The stand-in has fewer pages than Shopify's admin. <a href="/">Go home</a></p>
      </section>`;
    show(response.status(404), { title: "Not found", active: "", content });
  });
  return router;
}

async function showApp(
  site: AdminSite,
  request: Request,
  response: Response,
  show: (response: Response, page: Omit<Page, "shop">) => unknown,
): Promise<void> {
  const base = `/apps/${appHandle(site.shop)}`;
  if (!site.shop.installation.installed) {
    show(response, { title: "Install", active: base, content: installPage(site) });
    return;
  }
  const path = request.originalUrl.slice(base.length);
  const content = await embeddedAppPage(site, path.startsWith("/") ? path : `/${path}`);
  show(response, {
    title: site.shop.app.name,
    active: base,
    content,
    scripts: ["embedded-app.js"],
    wide: true,
  });
}

function installationForms(site: AdminSite): Router {
  const router = express.Router();
  router.post("/settings/apps/uninstall", (_request, response, next) => {
    uninstall(site.api, site.sendWebhook).then(() => {
      response.redirect(303, "/settings/apps");
    }, next);
  });
  router.post("/settings/apps/install", (_request, response) => {
    install(site.shop);
    response.redirect(303, `/apps/${appHandle(site.shop)}`);
  });
  router.post("/settings/apps/redact", (_request, response, next) => {
    sendCompliance(site.shop, "shop/redact", [], site.sendWebhook).then(() => {
      response.redirect(303, "/settings/apps");
    }, next);
  });
  return router;
}

/** Extensions are named after their folder. */
function extensionHandle({ extensionDirectory }: AdminSite): string {
  return extensionDirectory.split(/[/\\]/).filter(Boolean).at(-1) ?? "";
}
