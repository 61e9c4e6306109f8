/** A product in a dialog: its page's own section, app blocks included, loaded when somebody asks for it. */
class QuickView extends HTMLElement {
  connectedCallback() {
    document.addEventListener("click", this.press);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.press);
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  press = (event) => {
    const opener = event.target.closest("[data-quick-view]");
    if (opener) this.open(opener.dataset.quickView);
    else if (event.target === this.dialog || event.target.closest("quick-view > dialog > [data-close]"))
      this.close();
  };

  async open(url) {
    try {
      const answer = await fetch(`${url}?section_id=main-product`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const product = page.querySelector("product-section");
      window.renameForQuickView(product);
      this.querySelector("[data-content]").innerHTML = product.outerHTML;
      this.runScripts();
      this.dialog.showModal();
    } catch {
      location.assign(url);
    }
  }

  close() {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.querySelector("[data-content]").replaceChildren();
  }

  /** Scripts in replaced HTML do not run by themselves. */
  runScripts() {
    for (const old of this.querySelectorAll("script")) {
      const script = document.createElement("script");
      for (const { name, value } of old.attributes) script.setAttribute(name, value);
      script.textContent = old.textContent;
      old.replaceWith(script);
    }
  }
}

/** The page may show the same section: the ids in the dialog are others. */
window.renameForQuickView = (product) => {
  const before = `-${product.dataset.section}`;
  for (const attribute of ["id", "for", "form"])
    for (const element of product.querySelectorAll(`[${attribute}$="${before}"]`))
      element.setAttribute(attribute, element.getAttribute(attribute).replace(before, "-quick-view"));
  product.querySelector("[data-sticky-bar]")?.remove();
};

if (!customElements.get("quick-view")) customElements.define("quick-view", QuickView);
