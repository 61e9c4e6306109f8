import type { AdminSite } from "../adminSite.ts";
import { appHandle } from "../embeddedAddress.ts";
import { html, type Html } from "../html.ts";
import { heading } from "./layout.ts";

export function homePage({ shop, storefrontUrl, api }: AdminSite): Html {
  return html`
    ${heading(`Good day, ${shop.name}`)}
    <section class="card">
      <h2>Try this first</h2>
      <ol class="steps">
        <li><a href="/apps/${appHandle(shop)}">Open ${shop.app.name}</a> and finish its set-up.</li>
        <li>
          <a href="/themes/current/editor">Open the theme editor</a> and add the app's block to the product
          page.
        </li>
        <li>
          <a href="${storefrontUrl}" target="_blank">Open the online store</a>, personalise a product and buy
          it.
        </li>
        <li>Find it under <a href="/orders">Orders</a>, and its files in ${shop.app.name}.</li>
      </ol>
    </section>
    <div class="tiles">
      ${tile("Orders", shop.orders.length, "/orders")} ${tile("Products", shop.products.length, "/products")}
      ${tile("Admin API calls", api.calls.total, "/sandbox")}
    </div>
  `;
}

function tile(label: string, count: number, href: string): Html {
  return html`<a class="card tile" href="${href}"><span>${label}</span><strong>${count}</strong></a>`;
}
