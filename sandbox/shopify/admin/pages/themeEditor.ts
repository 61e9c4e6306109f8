import type { PlacedBlock } from "../../shop/shop.ts";
import type { AdminSite } from "../adminSite.ts";
import { html, Html } from "../html.ts";
import { type BlockSetting, defaultSettings, isAvailable, type ThemeBlock } from "../themeBlocks.ts";
import { settingField } from "./settingField.ts";

interface Editor {
  blocks: readonly ThemeBlock[];
  /** The block that a deep link asks to add: shown with its defaults, placed when it is saved. */
  adding: ThemeBlock | null;
  /** What a deep link asked for and cannot have. */
  problem: string | null;
  /** Handle of the product in the preview. */
  preview: string | undefined;
}

export function themeEditorPage(site: AdminSite, { blocks, adding, problem, preview }: Editor): Html {
  const { shop, storefrontUrl } = site;
  const offered = blocks.filter((block) => isAvailable(block, shop));
  return html`
    <div class="editor">
      <div class="editor-panel">
        <h1>Default product</h1>
        <p class="subdued">Template · Product information</p>
        ${problem ? html`<p class="banner" role="alert">${problem}</p>` : null}
        ${shop.productPageBlocks.map((placed, index) => placedBlock(blocks, placed, index))}
        ${adding ? newBlock(adding) : null} ${adding ? null : addButtons(offered)}
        ${
          offered.length === 0 && !problem
            ? html`<p class="subdued">${shop.app.name} offers no block yet: finish its set-up first.</p>`
            : null
        }
      </div>
      <div class="editor-preview">
        <form method="get" class="preview-choice">
          <label
            >Preview
            <select name="preview" data-submit-on-change>
              ${shop.products.map(
                ({ handle, title }) =>
                  html`<option value="${handle}" ${handle === preview ? new Html("selected") : null}>
                    ${title}
                  </option>`,
              )}
            </select>
          </label>
          <noscript><button class="button">Show</button></noscript>
          <button type="button" class="button" id="render-section">Render the section again</button>
        </form>
        <iframe
          id="preview"
          title="Preview of the product page"
          src="${storefrontUrl}/products/${preview ?? ""}?design_mode=true"
        ></iframe>
      </div>
    </div>
    ${RENDER_SECTION}
  `;
}

/** As the editor does after a change: the preview replaces the section, and tells the page's scripts of it. */
const RENDER_SECTION = new Html(`<script type="module">
  const preview = document.getElementById("preview");
  document.getElementById("render-section").addEventListener("click", () => {
    const message = { type: "sandbox:render-section", sectionId: "main-product" };
    preview.contentWindow.postMessage(message, new URL(preview.src).origin);
  });
</script>`);

function placedBlock(blocks: readonly ThemeBlock[], placed: PlacedBlock, index: number): Html {
  const block = blocks.find(({ handle }) => handle === placed.block);
  if (!block) {
    return html`<section class="card">
      <h2>${placed.block}</h2>
      <p class="subdued">This block no longer exists.</p>
    </section>`;
  }
  return html`<section class="card block">
    <h2>${block.name}</h2>
    <form method="post" action="/themes/current/blocks/${index}" class="block-form">
      <label class="check">
        <input type="checkbox" name="enabled" value="true" ${placed.enabled ? new Html("checked") : null} />
        Show this block
      </label>
      ${fields(block.settings, placed.settings, `block-${index}`)}
      <div class="actions"><button class="button primary">Save</button></div>
    </form>
    <form method="post" action="/themes/current/blocks/${index}/remove">
      <button class="button critical plain">Remove block</button>
    </form>
  </section>`;
}

function newBlock(block: ThemeBlock): Html {
  return html`<section class="card block new">
    <h2>${block.name} <span class="badge attention">Not saved yet</span></h2>
    <form method="post" action="/themes/current/blocks" class="block-form">
      <input type="hidden" name="block" value="${block.handle}" />
      ${fields(block.settings, defaultSettings(block), "new-block")}
      <div class="actions">
        <button class="button primary">Save</button>
        <a class="button" href="/themes/current/editor">Discard</a>
      </div>
    </form>
  </section>`;
}

function fields(settings: readonly BlockSetting[], values: PlacedBlock["settings"], prefix: string): Html[] {
  return settings.map((setting) =>
    settingField(setting, values[setting.id ?? ""], `${prefix}-${setting.id ?? ""}`),
  );
}

function addButtons(offered: readonly ThemeBlock[]): Html[] {
  return offered.map(
    ({ handle, name }) =>
      html`<p><a class="button" href="/themes/current/editor?add=${handle}">Add block: ${name}</a></p>`,
  );
}
