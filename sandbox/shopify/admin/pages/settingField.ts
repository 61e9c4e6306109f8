import type { PlacedBlock } from "../../shop/shop.ts";
import { html, Html } from "../html.ts";
import type { BlockSetting } from "../themeBlocks.ts";

type Value = string | number | boolean | undefined;

/** The fields of a block's settings. @param prefix of their ids, so that several blocks fit into one page */
export function settingFields(
  settings: readonly BlockSetting[],
  values: PlacedBlock["settings"],
  prefix: string,
): Html[] {
  return settings.map((setting) =>
    settingField(setting, values[setting.id ?? ""], `${prefix}-${setting.id ?? ""}`),
  );
}

/**
 * The form field of one setting. Source: shopify.dev, "Input settings" and "Sidebar settings".
 * Types that are not modelled are shown as text, and say so.
 */
function settingField(setting: BlockSetting, value: Value, fieldId: string): Html {
  if (setting.type === "header") return html`<h3>${setting.content ?? ""}</h3>`;
  if (setting.type === "paragraph") return html`<p class="subdued">${setting.content ?? ""}</p>`;
  if (setting.type === "checkbox") {
    return html`<label class="check">
        <input
          type="checkbox"
          name="${setting.id ?? ""}"
          value="true"
          ${value === true ? new Html("checked") : null}
        />
        ${setting.label ?? ""}
      </label>
      ${info(setting)}`;
  }
  return html`<div class="field">
    <label for="${fieldId}">${setting.label ?? setting.id ?? ""}</label>
    ${input(setting, value, fieldId)} ${info(setting)}
  </div>`;
}

function input(setting: BlockSetting, value: Value, fieldId: string): Html {
  const text = value === undefined ? "" : String(value);
  const name = setting.id ?? "";
  switch (setting.type) {
    case "select":
    case "radio":
      return html`<select id="${fieldId}" name="${name}">
        ${(setting.options ?? []).map(
          (option) =>
            html`<option value="${option.value}" ${option.value === text ? new Html("selected") : null}>
              ${option.label}
            </option>`,
        )}
      </select>`;
    case "textarea":
      return html`<textarea id="${fieldId}" name="${name}" rows="3">${text}</textarea>`;
    case "range":
    case "number":
      return html`<input
          id="${fieldId}"
          name="${name}"
          type="number"
          value="${text}"
          min="${setting.min ?? ""}"
          max="${setting.max ?? ""}"
          step="${setting.step ?? "any"}"
        />
        ${setting.unit ? html`<span class="subdued">${setting.unit}</span>` : null}`;
    case "color":
      return html`<input id="${fieldId}" name="${name}" value="${text}" placeholder="#000000" />`;
    case "product":
      return html`<input id="${fieldId}" name="${name}" value="${text}" placeholder="The page's product" />`;
    default:
      return html`<input id="${fieldId}" name="${name}" value="${text}" />`;
  }
}

function info({ info: text }: BlockSetting): Html | null {
  return text ? html`<p class="info">${text}</p>` : null;
}
