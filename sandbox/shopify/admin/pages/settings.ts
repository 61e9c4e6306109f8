import type { AdminSite } from "../adminSite.ts";
import { appHandle } from "../embeddedAddress.ts";
import { html, type Html } from "../html.ts";
import { heading } from "./layout.ts";

export function settingsPage({ shop }: AdminSite): Html {
  const { app, installation } = shop;
  return html`
    ${heading("Apps and sales channels")}
    <section class="card">
      <h2>${app.name}</h2>
      ${
        installation.installed
          ? html`<p>
                Installed. It may use:
                ${installation.scopes.map((scope) => html`<span class="chip">${scope}</span> `)}
              </p>
              <div class="actions">
                <a class="button" href="/apps/${appHandle(shop)}">Open app</a>
                <form method="post" action="/settings/apps/uninstall">
                  <button class="button critical">Uninstall</button>
                </form>
              </div>`
          : html`<p>
                Not installed. Shopify asks for the shop's data to be erased 48 hours after an app is
                uninstalled.
              </p>
              <div class="actions">
                <form method="post" action="/settings/apps/install">
                  <button class="button primary">Install</button>
                </form>
                <form method="post" action="/settings/apps/redact">
                  <button class="button">Send the erasure request now</button>
                </form>
              </div>`
      }
    </section>
  `;
}

/** What opens in place of an app that is not installed. */
export function installPage({ shop }: AdminSite): Html {
  return html`
    ${heading(`Install ${shop.app.name}`)}
    <section class="card">
      <p>${shop.app.name} will be able to use:</p>
      <ul>
        ${shop.installation.scopes.map((scope) => html`<li>${scope}</li>`)}
      </ul>
      <form method="post" action="/settings/apps/install">
        <button class="button primary">Install</button>
      </form>
    </section>
  `;
}
