import type { PlacedBlock } from "../../shop/shop.ts";
import type { AdminSite } from "../adminSite.ts";
import { html, Html } from "../html.ts";
import { defaultSettings, isAvailable, isEmbed, type ThemeBlock } from "../themeBlocks.ts";
import { appEmbedsPanel } from "./appEmbeds.ts";
import { settingFields } from "./settingField.ts";

interface Editor {
  blocks: readonly ThemeBlock[];
  panel: "sections" | "app embeds";
  /** The block or embed that a deep link asks for: shown with its defaults, placed or switched on when it is saved. */
  requested: ThemeBlock | null;
  /** What a deep link asked for and cannot have. */
  problem: string | null;
  /** Handle of the product in the preview. */
  preview: string | undefined;
}

export function themeEditorPage(site: AdminSite, editor: Editor): Html {
  const { shop, storefrontUrl } = site;
  const { blocks, panel, requested, problem, preview } = editor;
  return html`
    <div class="editor">
      <div class="editor-panel">
        ${panelChoice(panel)} ${problem ? html`<p class="banner" role="alert">${problem}</p>` : null}
        ${
          panel === "app embeds"
            ? appEmbedsPanel(shop, blocks, requested)
            : sectionsPanel(
                site,
                blocks.filter((block) => !isEmbed(block)),
                requested,
              )
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

function panelChoice(panel: Editor["panel"]): Html {
  const current = (name: Editor["panel"]) => (panel === name ? new Html('aria-current="page"') : null);
  return html`<nav class="actions" aria-label="Theme editor">
    <a class="button" href="/themes/current/editor" ${current("sections")}>Sections</a>
    <a class="button" href="/themes/current/editor?context=apps" ${current("app embeds")}>App embeds</a>
  </nav>`;
}

function sectionsPanel({ shop }: AdminSite, blocks: readonly ThemeBlock[], adding: ThemeBlock | null): Html {
  const offered = blocks.filter((block) => isAvailable(block, shop));
  return html`
    <h1>Default product</h1>
    <p class="subdued">Template · Product information</p>
    ${shop.placedBlocks.map((placed, index) => placedBlock(blocks, placed, index))}
    ${adding ? newBlock(adding) : addButtons(offered)}
    ${
      offered.length === 0
        ? html`<p class="subdued">${shop.app.name} offers no block yet: finish its set-up first.</p>`
        : null
    }
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

/** Nothing for an app embed, which has a panel of its own. */
function placedBlock(blocks: readonly ThemeBlock[], placed: PlacedBlock, index: number): Html | null {
  const block = blocks.find(({ handle }) => handle === placed.block);
  if (!block) return null;
  return html`<section class="card block">
    <h2>${block.name}</h2>
    <form method="post" action="/themes/current/blocks/${index}" class="block-form">
      <label class="check">
        <input type="checkbox" name="enabled" value="true" ${placed.enabled ? new Html("checked") : null} />
        Show this block
      </label>
      ${settingFields(block.settings, { ...defaultSettings(block), ...placed.settings }, `block-${index}`)}
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
      ${settingFields(block.settings, defaultSettings(block), "new-block")}
      <div class="actions">
        <button class="button primary">Save</button>
        <a class="button" href="/themes/current/editor">Discard</a>
      </div>
    </form>
  </section>`;
}

function addButtons(offered: readonly ThemeBlock[]): Html[] {
  return offered.map(
    ({ handle, name }) =>
      html`<p><a class="button" href="/themes/current/editor?add=${handle}">Add block: ${name}</a></p>`,
  );
}
