/**
 * The cart of this theme: every change asks for the sections that show it, with the change itself (bundled section
 * rendering), and puts them in place.
 */
const theme = {
  sections: ["cart-drawer", "cart-count", "main-cart"],

  url(path) {
    return window.Shopify.routes.root + path;
  },

  /** The cart's answer, or its refusal in words, also when the shop cannot be reached. */
  async ask(path, body) {
    body.append("sections", this.sections.join(","));
    body.append("sections_url", location.pathname);
    try {
      const answer = await fetch(this.url(path), {
        method: "POST",
        headers: { accept: "application/javascript", "x-requested-with": "XMLHttpRequest" },
        body,
      });
      const result = await answer.json();
      if (!answer.ok) return { problem: result.description };
      this.show(result.sections);
      return { result };
    } catch {
      return { problem: document.body.dataset.failed };
    }
  },

  /** What changed elsewhere, for example by an app. */
  async refresh() {
    const query = new URLSearchParams({ sections: this.sections.join(",") });
    const answer = await fetch(`${location.pathname}?${query}`);
    this.show(await answer.json());
  },

  show(sections) {
    for (const [name, html] of Object.entries(sections)) {
      const shown = document.getElementById(`shopify-section-${name}`);
      if (!shown || html === null) continue;
      const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      const [dialog, freshDialog] = [shown, fresh].map((section) => section.querySelector("dialog"));
      // An open dialog stays, so that it is not closed while its lines change.
      if (dialog) dialog.replaceChildren(...freshDialog.childNodes);
      else shown.replaceChildren(...fresh.childNodes);
    }
  },

  showError(element, message) {
    const error = element.querySelector("[data-error]");
    if (!error) return;
    error.textContent = message;
    error.hidden = message === "";
  },
};

/** Lines that can be changed: the cart page's, and the drawer's. */
class CartItems extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this);
    this.removeEventListener("click", this);
  }

  handleEvent(event) {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    if (event.type === "change") this.change(key, event.target.value);
    else if (event.target.closest("[data-remove]")) this.change(key, 0);
  }

  async change(id, quantity) {
    const label = document.activeElement?.getAttribute("aria-label");
    const place = this.parentElement;
    const body = new FormData();
    body.append("id", id);
    body.append("quantity", quantity);
    const { problem } = await theme.ask("cart/change.js", body);
    if (problem) theme.showError(this, problem);
    else this.focusAgain(place, label);
  }

  /** The control that was used is another element now, or gone with its line. */
  focusAgain(place, label) {
    const same = [...place.querySelectorAll("[aria-label]")].find(
      (element) => element.getAttribute("aria-label") === label,
    );
    (same ?? place.querySelector("h1, h2"))?.focus();
  }
}

class CartDrawer extends CartItems {
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("click", this.openFromLink);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("click", this.openFromLink);
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  openFromLink = (event) => {
    if (!event.target.closest("[data-open-cart]") || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    this.open();
  };

  handleEvent(event) {
    super.handleEvent(event);
    const aside = event.type === "click" && event.target === this.dialog;
    if (aside || event.target.closest("[data-close]")) this.dialog.close();
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
  }
}

if (!customElements.get("cart-items")) customElements.define("cart-items", CartItems);
if (!customElements.get("cart-drawer")) customElements.define("cart-drawer", CartDrawer);

/** Apps that use the standard actions see this theme's drawer. */
document.addEventListener("DOMContentLoaded", () => {
  const drawer = () => document.querySelector("cart-drawer");
  window.Shopify.actions.openCart.configure({ handler: () => drawer().open() });
  window.Shopify.actions.updateCart.configure({
    eventTarget: drawer,
    handler: async (byDefault) => {
      const result = await byDefault();
      await theme.refresh();
      return result;
    },
  });
});
