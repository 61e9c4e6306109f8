import { STAFF_MEMBER } from "../../admin-api/oauth/sessionToken.ts";
import type { Shop } from "../../shop/shop.ts";
import { appHandle } from "../embeddedAddress.ts";
import { Html, html } from "../html.ts";
import { icon } from "./icons.ts";

export interface Page {
  shop: Shop;
  title: string;
  /** The navigation entry that is marked, e.g. `/orders`. */
  active: string;
  content: Html;
  /** Scripts under `/assets`. */
  scripts?: readonly string[];
  /** The content uses the whole window: no margins, no width limit. */
  wide?: boolean;
}

/** The frame of every page: bar, navigation, content. */
export function layout({ shop, title, active, content, scripts = [], wide = false }: Page): string {
  const app = `/apps/${appHandle(shop)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${shop.name}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/admin.css" />
        <script type="module" src="/assets/admin.js"></script>
        ${scripts.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="bar">
          <button
            class="menu-button"
            type="button"
            aria-expanded="false"
            aria-controls="navigation"
            aria-label="Menu"
          >
            ${icon("menu")}
          </button>
          <a class="bar-name" href="/"><span class="logo" aria-hidden="true">S</span> Shopify stand-in</a>
          <span class="bar-shop"
            >${shop.name} <span class="avatar" aria-hidden="true">${initials(shop)}</span></span
          >
          <span class="progress" hidden></span>
        </header>
        <div class="frame">
          <nav id="navigation" class="navigation" aria-label="Admin">
            <ul>
              ${item("/", "Home", "home", active)}
              ${item("/orders", "Orders", "orders", active, shop.orders.length)}
              ${item("/products", "Products", "products", active)}
            </ul>
            <h2>Sales channels</h2>
            <ul>
              ${item("/themes/current/editor", "Online Store", "store", active)}
            </ul>
            <h2>Apps</h2>
            <ul>
              ${item(app, shop.app.name, "app", active)}
              <li>
                <ul
                  id="app-navigation"
                  class="app-navigation"
                  data-app="${shop.app.clientId}"
                  data-base="${app}"
                ></ul>
              </li>
            </ul>
            <ul class="navigation-end">
              ${item("/settings/apps", "Settings", "settings", active)}
              ${item("/sandbox", "Sandbox", "sandbox", active)}
            </ul>
            <p class="signed-in">Signed in as ${STAFF_MEMBER.firstName} ${STAFF_MEMBER.lastName}</p>
          </nav>
          <main id="content" class="${wide ? "content wide" : "content"}">${content}</main>
        </div>
      </body>
    </html>`.text;
}

function item(href: string, label: string, name: string, active: string, count?: number): Html {
  return html`<li>
    <a href="${href}" ${active === href ? new Html('aria-current="page"') : null}
      >${icon(name)} <span>${label}</span> ${count ? html`<span class="count">${count}</span>` : null}</a
    >
  </li>`;
}

function initials(shop: Shop): string {
  return shop.name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join("")
    .slice(0, 2)
    .toUpperCase();
}

/** A page's heading, with a way back and what can be done. */
export function heading(title: string | Html, options: { back?: string; aside?: Html } = {}): Html {
  return html`<div class="heading">
    ${options.back ? html`<a class="back" href="${options.back}" aria-label="Back">${icon("back")}</a>` : null}
    <h1>${title}</h1>
    ${options.aside ?? null}
  </div>`;
}
