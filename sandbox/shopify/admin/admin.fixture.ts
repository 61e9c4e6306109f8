import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleShop } from "../admin-api/shop.fixture.ts";
import { startAppProxy } from "./appProxy.ts";
import { listen } from "./localServer.ts";
import { startAdmin } from "./startAdmin.ts";

const BLOCK = `<div>{{ block.settings.label }}</div>
{% schema %}
{
  "name": "Personalise",
  "target": "section",
  "available_if": "{{ app.metafields.customeow.connected }}",
  "settings": [
    { "type": "header", "content": "Button" },
    { "type": "text", "id": "label", "label": "Label", "default": "Personalise" },
    { "type": "select", "id": "mode", "label": "Opens", "default": "dialog",
      "options": [{ "value": "dialog", "label": "In a dialog" }, { "value": "inline", "label": "In the page" }] },
    { "type": "checkbox", "id": "full_width", "label": "Full width", "default": true, "info": "As wide as the form." },
    { "type": "range", "id": "height", "label": "Height", "min": 300, "max": 900, "step": 50, "unit": "px", "default": 600 }
  ]
}
{% endschema %}`;

const EMBED = `<div>{{ block.settings.size }}</div>
{% schema %}
{
  "name": "Cart previews",
  "target": "body",
  "available_if": "{{ app.metafields.customeow.connected }}",
  "settings": [{ "type": "text", "id": "size", "label": "Size", "default": "small" }]
}
{% endschema %}`;

export interface AppRequest {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
}

/**
 * The admin of the example shop around a tiny embedded app: two pages with App Bridge, and `/api`, which asks for
 * another token once (`/api?stale`).
 */
export async function startAdminWithApp() {
  const shop = exampleShop();
  const folder = await mkdtemp(join(tmpdir(), "admin-fixture-"));
  const extensionDirectory = join(folder, "customizer");
  await mkdir(join(extensionDirectory, "blocks"), { recursive: true });
  await writeFile(join(extensionDirectory, "blocks", "customizer.liquid"), BLOCK);
  await writeFile(join(extensionDirectory, "blocks", "previews.liquid"), EMBED);

  const requests: AppRequest[] = [];
  const admin = { url: "" };
  const app = await listen(tinyApp(shop.app.clientId, admin, requests), 0);
  const storefront = await listen(
    createServer((_, response) => response.end("<!doctype html><title>Shop</title><h1>Product page</h1>")),
    0,
  );
  const proxy = await startAppProxy({ port: 0, target: app.url });
  const webhooks: { topic: string; payload: Record<string, unknown> }[] = [];
  const started = await startAdmin({
    port: 0,
    shop,
    storefrontUrl: storefront.url,
    appProxyUrl: proxy.url,
    extensionDirectory,
    sendWebhook: (topic, payload) => webhooks.push({ topic, payload }),
  });
  admin.url = started.url;
  return {
    shop,
    url: started.url,
    appUrl: proxy.url,
    adminApi: started.adminApi,
    requests,
    webhooks,
    close: async () => {
      await Promise.all([started.close(), proxy.close(), app.close(), storefront.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tinyApp(apiKey: string, admin: { url: string }, requests: AppRequest[]) {
  let staleAnswers = 1;
  return createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://app");
    requests.push({ method: request.method ?? "", url, headers: request.headers });
    if (url.pathname === "/api") {
      const stale = url.searchParams.has("stale") && staleAnswers-- > 0;
      response.writeHead(stale ? 401 : 200, stale ? { "x-shopify-retry-invalid-session-request": "1" } : {});
      response.end("{}");
      return;
    }
    response.writeHead(200, {
      "content-type": "text/html",
      "content-security-policy":
        "frame-ancestors https://example-shop.myshopify.com https://admin.shopify.com;",
    });
    response.end(page(apiKey, admin.url, url.pathname));
  });
}

function page(apiKey: string, adminUrl: string, path: string): string {
  return `<!doctype html><html><head><meta name="shopify-api-key" content="${apiKey}">
    <script src="${adminUrl}/app-bridge.js"></script><script src="${adminUrl}/app-bridge.js"></script>
    <title>Tiny app ${path}</title></head><body>
    <ui-nav-menu><a href="/" rel="home">Home</a><a href="/orders">Orders</a><a href="/settings">Settings</a></ui-nav-menu>
    <ui-title-bar title="Tiny ${path}"><button variant="primary" onclick="shopify.toast.show('Clicked')">Do it</button></ui-title-bar>
    <ui-save-bar id="bar"><button variant="primary" onclick="shopify.toast.show('Saved'); shopify.saveBar.hide('bar')"></button>
      <button onclick="shopify.saveBar.hide('bar')"></button></ui-save-bar>
    <h1>Page ${path}</h1>
    <a href="shopify://admin/orders/6001" target="_top">An order</a>
    <script>
      addEventListener("shopify:navigate", (event) => {
        history.pushState(null, "", event.target.getAttribute("href"));
        document.querySelector("h1").textContent = "Page " + location.pathname;
      });
      addEventListener("popstate", () => { document.querySelector("h1").textContent = "Page " + location.pathname; });
    </script></body></html>`;
}
