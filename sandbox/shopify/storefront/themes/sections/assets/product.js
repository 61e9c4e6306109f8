/** A product: another variant replaces the section's whole HTML by what the Section Rendering API gives for it. */
class ProductSection extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.choose);
    this.watch();
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.choose);
    this.watcher?.disconnect();
    this.loading?.abort();
  }

  get options() {
    return [...this.querySelectorAll("[data-option]")];
  }

  choose = (event) => {
    if (!event.target.matches("[data-option]")) return;
    const chosen = this.options.map(({ value }) => value);
    const variants = JSON.parse(this.querySelector("[data-variants]").textContent);
    const variant = variants.find(({ options }) => options.every((value, index) => value === chosen[index]));
    if (variant) this.load(variant.id, this.options.indexOf(event.target));
  };

  async load(variant, changed) {
    const { section, url } = this.dataset;
    const { inQuickView } = this;
    this.loading?.abort();
    this.loading = new AbortController();
    const address = `${url}?variant=${variant}`;
    try {
      const answer = await fetch(`${address}&section_id=${section}`, { signal: this.loading.signal });
      if (!answer.ok) throw new Error(`The section was answered ${answer.status}.`);
      this.replace(await answer.text(), changed);
      if (!inQuickView) history.replaceState({}, "", address);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  }

  get inQuickView() {
    return this.closest("quick-view") !== null;
  }

  replace(html, changed) {
    const wrapper = this.parentElement;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("product-section");
    if (this.inQuickView) window.renameForQuickView(fresh);
    wrapper.innerHTML = fresh.outerHTML;
    wrapper.querySelectorAll("[data-option]")[changed]?.focus();
  }

  /** The bar at the bottom shows while the product's own button cannot be seen. */
  watch() {
    const bar = this.querySelector("[data-sticky-bar]");
    const button = this.querySelector(".buy [name=add]");
    if (!bar || !button || this.inQuickView) return;
    this.watcher = new IntersectionObserver(([entry]) => {
      bar.hidden = entry.isIntersecting;
    });
    this.watcher.observe(button);
  }
}

if (!customElements.get("product-section")) customElements.define("product-section", ProductSection);

/** Every product form of the theme, wherever it is: product page, bar, quick view, home. */
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.product-form");
  if (!form) return;
  event.preventDefault();
  const button = form.elements.add;
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  theme.showError(form, "");
  const { problem } = await theme.ask("cart/add.js", new FormData(form));
  button.removeAttribute("aria-disabled");
  if (problem) {
    theme.showError(form, problem);
    return;
  }
  document.querySelector("quick-view").close();
  document.querySelector("cart-drawer").open();
});
