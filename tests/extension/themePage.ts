/** What the product page's theme is like. Themes differ in no more than this, as far as the block is concerned. */
export interface ThemeOptions {
  /**
   * `ajax`: the theme's script sends the form. `post`: the browser does. `failing`: the theme's script says that it
   * could not. `none`: the section has no form for the product.
   */
  adds?: "ajax" | "post" | "failing" | "none";
  /** Where the form is: around its fields, or outside the section with the fields linked to it by `form=`. */
  linkedForm?: boolean;
  /** The block stands in a section of its own, before the product's. */
  apart?: boolean;
  /** How variants are chosen: a list that sets a hidden field, a list that is itself the field, or radio buttons. */
  picker?: "hidden" | "field" | "radios";
  /** Shopify's own buttons for buying at once, in the form. */
  paymentButtons?: boolean;
  /** The form says with which selling plan it adds. */
  sellingPlan?: string;
  /** The page has `Shopify.actions`; `refusing`: they say that the cart did not take it. */
  actions?: "accepting" | "refusing" | "failing";
  direction?: "ltr" | "rtl";
  soldOut?: boolean;
}

const VARIANTS = { "101": "White", "102": "Blue", "103": "Plain", "104": "Never" };

/** A product page of a small theme, with the block in it. */
export function themePage(block: string, options: ThemeOptions): string {
  const { apart = false, adds = "ajax", linkedForm = false, direction = "ltr" } = options;
  const related = `<div class="shopify-section" id="related"><form action="/cart/add">
    <input type="hidden" name="product-id" value="7002"><input type="hidden" name="id" value="201">
    <button type="submit">Quick add</button></form></div>`;
  return `<!doctype html><html lang="en" dir="${direction}">
  <meta name="viewport" content="width=device-width, initial-scale=1"><title>Mug</title>
  <style>${STYLE}</style><script>${actionsScript(options)}</script>
  <header><form action="/search"><input name="q" aria-label="Search"><button type="submit">Search</button></form></header>
  ${adds === "none" ? "" : STICKY_BAR}
  ${apart ? `${related}<div class="shopify-section">${block}</div>` : ""}
  <div class="shopify-section" id="product"><h1>Mug</h1>
    ${adds === "none" ? "" : buying(options)}
    ${apart ? "" : `<div class="shopify-app-block">${block}</div>`}
    <p id="below">Below the block</p>
  </div>
  ${linkedForm ? form(options) : ""}
  ${apart ? "" : related}
  <aside id="drawer" hidden>In your cart</aside>
  <script>${themeScript(adds)}</script></html>`;
}

const STYLE = `body { font: 16px/1.5 system-ui; margin: 0 }
  .shopify-section { max-width: 36rem; margin: 1rem auto; padding: 0 1rem }
  .button { width: 100%; padding: 0.8rem; border: 0; border-radius: 4px; background: #24408e; color: #fff }`;

const STICKY_BAR = `<div class="shopify-section" id="bar"><form action="/cart/add">
  <input type="hidden" name="product-id" value="7001"><input type="hidden" name="id" value="101">
  <button type="submit">Buy</button></form></div>`;

/** The form's fields are linked to it, so that it may be anywhere. */
function buying(options: ThemeOptions): string {
  const { linkedForm = false, picker = "hidden", apart = false, soldOut = false, sellingPlan } = options;
  const instalments =
    picker === "hidden"
      ? `<form action="/cart/add" class="instalments"><input type="hidden" name="id" value="101"></form>`
      : "";
  return `${variantPicker(picker)}${instalments}
    ${picker === "hidden" ? '<input type="hidden" name="id" value="101" form="main">' : ""}
    ${apart ? '<input type="hidden" name="product-id" value="7001" form="main">' : ""}
    ${sellingPlan === undefined ? "" : `<input type="hidden" name="selling_plan" value="${sellingPlan}" form="main">`}
    <input name="quantity" value="1" form="main" aria-label="Quantity">
    <button type="submit" name="add" form="main" ${soldOut ? "disabled" : ""}>Add to cart</button>
    ${linkedForm ? "" : form(options)}`;
}

function form({ paymentButtons = false }: ThemeOptions): string {
  const payment = `<div class="shopify-payment-button"><button type="button">Buy it now</button></div>
    <shopify-accelerated-checkout>Express checkout</shopify-accelerated-checkout>`;
  return `<form id="main" action="/en/cart/add" method="post">${paymentButtons ? payment : ""}</form>`;
}

function variantPicker(picker: "hidden" | "field" | "radios"): string {
  const variants = Object.entries(VARIANTS);
  if (picker === "radios")
    return `<fieldset id="picker"><legend>Colour</legend>${variants
      .map(
        ([id, name], index) =>
          `<label><input type="radio" name="id" form="main" value="${id}" ${index === 0 ? "checked" : ""}>${name}</label>`,
      )
      .join("")}</fieldset>`;
  const options = variants.map(([id, name]) => `<option value="${id}">${name}</option>`).join("");
  const field = picker === "field" ? 'name="id" form="main"' : "";
  return `<label>Colour <select id="picker" ${field}>${options}</select></label>`;
}

/** As AJAX themes do: the hidden id is set without an event, and the form is sent by script. */
function themeScript(adds: "ajax" | "post" | "failing" | "none"): string {
  return `
    window.added = [];
    document.querySelector("#picker")?.addEventListener("change", ({ target }) => {
      for (const id of document.querySelectorAll("#product input[type=hidden][name=id]")) id.value = target.value;
    });
    if (${String(adds !== "post")}) document.addEventListener("submit", (event) => {
      event.preventDefault();
      if (${String(adds === "failing")}) {
        const error = new Event("shopify:cart:error", { bubbles: true });
        setTimeout(() => event.target.dispatchEvent(error));
        return;
      }
      window.added.push(Object.fromEntries(new FormData(event.target)));
      drawer.hidden = false;
    });
    document.querySelector(".shopify-payment-button button")?.addEventListener("click", () => {
      window.added.push({ bought: "at once" });
    });`;
}

/** Source: shopify.dev, "Standard storefront actions". */
function actionsScript({ actions }: ThemeOptions): string {
  if (actions === undefined) return "";
  const answers = {
    accepting: "Promise.resolve({ cart: {}, userErrors: [] })",
    refusing: "Promise.resolve({ cart: null, userErrors: [{ message: 'Sold out' }] })",
    failing: "Promise.reject(new TypeError('Failed to fetch'))",
  };
  return `window.updates = []; window.opened = 0; window.Shopify = { actions: {
    updateCart(payload) { updates.push(payload); return ${answers[actions]}; },
    openCart() { opened += 1; return Promise.resolve(); } } };`;
}
