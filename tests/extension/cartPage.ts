import { createHash } from "node:crypto";
import { extensionFile } from "./extensionFiles.ts";
import { renderLiquid } from "./extensionEngine.ts";
import { bodyOf, startLocalSite } from "./localSite.ts";

export interface Line {
  variant: number;
  quantity: number;
  properties: Record<string, string>;
}

/**
 * How a theme writes its lines. `keyed`: each element of a line has its key. `removable`: the key is only in the link
 * that removes the line. `plain`: it is nowhere, as in themes that name lines by their number.
 */
export type CartTheme = "keyed" | "removable" | "plain";

export interface CartPage {
  url: string;
  customizerUrl: string;
  /** Paths that were asked of the shop, in order. */
  requests: string[];
  lines: Line[];
  theme: CartTheme;
  close(): Promise<void>;
}

/** A shop with a cart page and a drawer, both of which its theme renders anew on every change. */
export async function startCartPage(): Promise<CartPage> {
  const shop: CartPage = {
    url: "",
    customizerUrl: "http://customizer.example",
    requests: [],
    lines: [],
    theme: "keyed",
    close: async () => {
      await site.close();
    },
  };
  const site = await startLocalSite((request, response) => {
    void (async () => {
      const path = request.url ?? "";
      shop.requests.push(path);
      if (request.method === "POST") change(shop, new URLSearchParams(await bodyOf(request)));
      const { type, body } = await answer(shop, path);
      response.setHeader("content-type", `${type}; charset=utf-8`).end(body);
    })();
  });
  shop.url = site.url;
  return shop;
}

async function answer(shop: CartPage, path: string): Promise<{ type: string; body: string }> {
  const asset = /^\/assets\/(cart-designs\.(js|css))$/.exec(path);
  if (asset) {
    const type = asset[2] === "js" ? "text/javascript" : "text/css";
    return { type, body: extensionFile(`assets/${asset[1] ?? ""}`) };
  }
  if (path.startsWith("/en/cart.js") || path.startsWith("/en/cart/"))
    return { type: "application/json", body: JSON.stringify({ items: items(shop) }) };
  if (path === "/section") return { type: "text/html", body: section(shop, "page") };
  return { type: "text/html", body: await page(shop) };
}

function change({ lines }: CartPage, body: URLSearchParams): void {
  const variant = Number(body.get("variant"));
  if (variant > 0)
    lines.unshift({ variant, quantity: 1, properties: { _customInfoId: body.get("design") ?? "" } });
  const line = lines.find((one) => keyOf(one) === body.get("id"));
  if (line) line.quantity = Number(body.get("quantity"));
}

/** As Shopify does: what the line is, without how many of it. */
export function keyOf({ variant, properties }: Line): string {
  return `${variant}:${createHash("md5").update(JSON.stringify(properties)).digest("hex")}`;
}

const addressOf = (variant: number) => `/products/mug?variant=${variant}`;

const items = ({ lines }: CartPage) =>
  lines.map((line) => ({
    key: keyOf(line),
    variant_id: line.variant,
    quantity: line.quantity,
    url: addressOf(line.variant),
    properties: line.properties,
  }));

function lineHtml(theme: CartTheme, line: Line, index: number): string {
  const key = keyOf(line);
  const remove = `/cart/change?id=${encodeURIComponent(key)}&quantity=0`;
  return `<li ${theme === "keyed" ? `data-key="${key}"` : ""} data-test="${line.properties["_customInfoId"] ?? ""}">
    <a href="${addressOf(line.variant)}" tabindex="-1"><img src="/mug.svg" alt=""></a>
    <div><h3><a href="${addressOf(line.variant)}">Mug</a></h3>
    <input type="number" name="updates[]" value="${line.quantity}" data-index="${index}" aria-label="Quantity">
    ${theme === "removable" ? `<a href="${remove}">Remove</a>` : ""}</div></li>`;
}

function section({ theme, lines }: CartPage, place: string): string {
  return `<form id="${place}" action="/cart" method="post"><ul>
    ${lines.map((line, index) => lineHtml(theme, line, index)).join("")}</ul>
    <button name="checkout">Check out</button></form>`;
}

async function page(shop: CartPage): Promise<string> {
  const embed = await renderLiquid("cart-designs", {
    texts: "en.default.json",
    routes: { cart_url: "/en/cart" },
    cart: { items: items(shop) },
    app: {
      metafields: {
        customeow: { store_id: { value: "1" }, customizer_url: { value: shop.customizerUrl } },
      },
    },
  });
  const { variant } = shop.lines[0] ?? { variant: 101 };
  return `<!doctype html><html lang="en"><title>Cart</title><body>
    <main><div class="shopify-section" id="main">${section(shop, "page")}</div>
    <div class="shopify-section" id="related"><a href="${addressOf(variant)}">You may also like this mug</a></div></main>
    <div id="drawer" role="dialog">${section(shop, "drawer-form")}</div>
    <div id="shopify-block-designs" class="shopify-block shopify-app-block">${embed}</div>
    <script>${themeScript}</script></body></html>`;
}

/** Sends each change, and puts in place what the theme renders then: on the page and in the drawer. */
const themeScript = `
  const send = async (path, fields) => {
    await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
    const html = await (await fetch("/section")).text();
    main.innerHTML = html;
    drawer.innerHTML = html.replace('id="page"', 'id="drawer-form"');
  };
  window.addDesign = (variant, design) => send("/en/cart/add.js", { variant, design });
  window.changeLine = (id, quantity) => send("/en/cart/change.js", { id, quantity });`;
