import type { Shop } from "../../shop/shop.ts";
import { html, Html } from "../html.ts";
import { defaultSettings, isAvailable, isEmbed, type ThemeBlock } from "../themeBlocks.ts";
import { settingFields } from "./settingField.ts";

/**
 * The theme editor's panel for app embeds: each with a switch, off until the merchant has saved it as on.
 * @param activating the one that a deep link asks to switch on: shown as on, and not saved yet
 */
export function appEmbedsPanel(
  shop: Shop,
  blocks: readonly ThemeBlock[],
  activating: ThemeBlock | null,
): Html {
  const embeds = blocks.filter((block) => isEmbed(block) && isAvailable(block, shop));
  return html`
    <h1>App embeds</h1>
    <p class="subdued">Theme settings</p>
    ${embeds.map((embed) => embedCard(shop, embed, embed.handle === activating?.handle))}
    ${
      embeds.length === 0
        ? html`<p class="subdued">${shop.app.name} offers no app embed yet: finish its set-up first.</p>`
        : null
    }
  `;
}

function embedCard(shop: Shop, embed: ThemeBlock, activating: boolean): Html {
  const placed = shop.placedBlocks.find(({ block }) => block === embed.handle);
  const settings = { ...defaultSettings(embed), ...placed?.settings };
  const unsaved = activating && !placed?.enabled;
  return html`<section class="card block ${unsaved ? "new" : ""}">
    <h2>${embed.name} ${unsaved ? html`<span class="badge attention">Not saved yet</span>` : null}</h2>
    <p class="subdued">${shop.app.name}</p>
    <form method="post" action="/themes/current/embeds/${embed.handle}" class="block-form">
      <label class="check">
        <input
          type="checkbox"
          name="enabled"
          value="true"
          ${placed?.enabled || activating ? new Html("checked") : null}
        />
        Switched on
      </label>
      ${settingFields(embed.settings, settings, `embed-${embed.handle}`)}
      <div class="actions"><button class="button primary">Save</button></div>
    </form>
  </section>`;
}
