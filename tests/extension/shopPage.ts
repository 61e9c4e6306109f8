import { createServer, type RequestListener, type Server } from "node:http";
import { extensionFile } from "./extensionFiles.ts";
import { renderBlock, type BlockOptions } from "./renderBlock.ts";

/** SKU by variant id. Variant 103 is not integrated; the customizer never comes up for `NEVER-MOUNTS`. */
const SKUS = { "101": "MUG-WHITE", "102": "MUG-BLUE", "104": "NEVER-MOUNTS" };

export interface ShopPage {
  /** Address of the product page; what it shows is set with `show`. */
  url: string;
  customizerUrl: string;
  /** Paths that were asked of the customizer, in order. */
  customizerRequests: string[];
  show(block: Omit<BlockOptions, "customizerUrl">, theme?: ThemeOptions): void;
  close(): Promise<void>;
}

interface ThemeOptions {
  /** The product form lies outside its section, and the section's fields are linked to it by `form=`. */
  linkedForm?: boolean;
  /** The block stands in a section of its own, before the product's. */
  apart?: boolean;
  /** The variant picker is itself the form's `id` field. */
  pickerIsField?: boolean;
  direction?: "ltr" | "rtl";
  soldOut?: boolean;
}

/** A product page of a small theme that adds by AJAX, and a customizer on an origin of its own. */
export async function startShopPage(): Promise<ShopPage> {
  const customizerRequests: string[] = [];
  const customizer = await listen((request, response) => {
    customizerRequests.push(request.url ?? "");
    response.setHeader("content-type", "text/html").end(CUSTOMIZER);
  });
  let page = "";
  let rendering = Promise.resolve("");
  const shop = await listen((request, response) => {
    void (async () => {
      const asset = /^\/assets\/(customizer\.(?:js|css))$/.exec(request.url ?? "")?.[1];
      const type = asset?.endsWith(".js") ? "text/javascript" : asset ? "text/css" : "text/html";
      page = asset ? extensionFile(`assets/${asset}`) : await rendering;
      response.setHeader("content-type", `${type}; charset=utf-8`).end(page);
    })();
  });
  return {
    url: shop.url,
    customizerUrl: customizer.url,
    customizerRequests,
    show(block, theme = {}) {
      rendering = renderBlock({ skus: SKUS, ...block, customizerUrl: customizer.url }).then((html) =>
        themePage(html, theme),
      );
    },
    async close() {
      await Promise.all([shop.close(), customizer.close()]);
    },
  };
}

async function listen(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `http://localhost:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The real one loads on its own; this one says it is mounted and leaves the rest to the test. */
const CUSTOMIZER = `<!doctype html><title>Customizer</title><body><p>Customizer</p><script>
  const mounts = !location.search.includes("NEVER-MOUNTS");
  const mount = () => parent.postMessage({ type: "customeow:mount" }, "*");
  if (mounts) mount();
  window.received = [];
  addEventListener("message", ({ data, origin }) => {
    received.push({ type: data.type, origin });
    if (mounts && data.type === "customeow:reload") mount();
  });
</script>`;

function themePage(
  block: string,
  {
    linkedForm = false,
    apart = false,
    pickerIsField = false,
    direction = "ltr",
    soldOut = false,
  }: ThemeOptions,
): string {
  const form = '<form id="main" action="/en/cart/add" method="post"></form>';
  const related = `<div class="shopify-section" id="related"><form action="/cart/add">
    <input type="hidden" name="product-id" value="7002"><input type="hidden" name="id" value="201">
    <button type="submit">Quick add</button></form></div>`;
  return `<!doctype html><html lang="en" dir="${direction}"><meta name="viewport" content="width=device-width"><title>Mug</title>
  <style>body { font: 16px/1.5 system-ui; margin: 0 } .shopify-section { max-width: 36rem; margin: 1rem auto; padding: 0 1rem }
    .button { width: 100%; padding: 0.8rem; border: 0; border-radius: 4px; background: #24408e; color: #fff }</style>
  <header><form action="/search"><input name="q" aria-label="Search"><button type="submit">Search</button></form></header>
  <div class="shopify-section" id="bar"><form action="/cart/add">
    <input type="hidden" name="product-id" value="7001"><input type="hidden" name="id" value="101">
    <button type="submit">Buy</button></form></div>
  ${apart ? `${related}<div class="shopify-section">${block}</div>` : ""}
  <div class="shopify-section" id="product">
    <h1>Mug</h1>
    <label>Colour <select id="picker" ${pickerIsField ? 'name="id" form="main"' : ""}>
      <option value="101">White</option><option value="102">Blue</option>
      <option value="103">Plain</option><option value="104">Never</option></select></label>
    ${pickerIsField ? "" : '<form action="/cart/add" class="instalments"><input type="hidden" name="id" value="101"></form>'}
    ${linkedForm ? "" : form}
    ${pickerIsField ? "" : '<input type="hidden" name="id" value="101" form="main">'}
    ${apart ? '<input type="hidden" name="product-id" value="7001" form="main">' : ""}
    <input name="quantity" value="1" form="main" aria-label="Quantity">
    <button type="submit" name="add" form="main" ${soldOut ? "disabled" : ""}>Add to cart</button>
    ${apart ? "" : `<div class="shopify-app-block">${block}</div>`}
  </div>
  ${linkedForm ? form : ""}
  ${apart ? "" : related}
  <aside id="drawer" hidden>In your cart</aside>
  <script>
    window.added = [];
    // As AJAX themes do: the hidden id is set without an event, and the form is sent by script.
    picker.addEventListener("change", () => {
      for (const id of document.querySelectorAll("#product [name=id]")) id.value = picker.value;
    });
    document.addEventListener("submit", (event) => {
      event.preventDefault();
      window.added.push(Object.fromEntries(new FormData(event.target)));
      drawer.hidden = false;
    });
  </script></html>`;
}
