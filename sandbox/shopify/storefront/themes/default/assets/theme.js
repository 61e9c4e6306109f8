/** What the theme needs in the browser: variant picker, adding to the cart, and the cart itself. */
(() => {
  const { root } = window.Shopify.routes;
  const failed = document.body.dataset.failed;

  /** The JSON that the cart answers, or its refusal in words, also when the shop cannot be reached. */
  async function ask(path, request) {
    try {
      const answer = await fetch(root + path, request);
      const result = await answer.json();
      return answer.ok ? { result } : { problem: result.description };
    } catch {
      return { problem: failed };
    }
  }

  const postJson = (path, body) =>
    ask(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });

  /** An element as the Section Rendering API gives it now. */
  async function fresh(element) {
    const { section } = element.dataset;
    const answer = await fetch(`${location.pathname}?section_id=${section}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector(`[data-section="${section}"]`);
  }

  function showCount(count) {
    for (const badge of document.querySelectorAll("[data-cart-count]")) {
      badge.textContent = count;
      badge.hidden = Number(count) === 0;
    }
  }

  function showError(root, message) {
    const error = root.querySelector("[data-error]");
    if (!error) return;
    error.textContent = message;
    error.hidden = message === "";
  }

  class VariantPicker extends HTMLElement {
    connectedCallback() {
      this.variants = JSON.parse(this.querySelector("[data-variants]").textContent);
      this.addEventListener("change", this.choose);
    }

    disconnectedCallback() {
      this.removeEventListener("change", this.choose);
    }

    choose = () => {
      const options = [...this.querySelectorAll("input:checked")].map(({ value }) => value);
      const variant = this.variants.find((one) =>
        one.options.every((value, index) => value === options[index]),
      );
      if (!variant) return;
      const form = document.getElementById(this.dataset.form);
      const input = form.elements.id;
      input.value = variant.id;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      history.replaceState({}, "", `${this.dataset.url}?variant=${variant.id}`);
      this.show(variant, form);
    };

    show(variant, form) {
      const product = this.closest(".product");
      const picture = product.querySelector("[data-product-picture]");
      product.querySelector("[data-product-price]").textContent = variant.price_text;
      if (variant.featured_image) {
        picture.src = variant.featured_image.src;
        picture.alt = variant.featured_image.alt;
      }
      const button = form.elements.add;
      button.disabled = !variant.available;
      button.firstElementChild.textContent = variant.button_text;
    }
  }

  class ProductForm extends HTMLElement {
    connectedCallback() {
      this.addEventListener("submit", this.add);
    }

    disconnectedCallback() {
      this.removeEventListener("submit", this.add);
    }

    add = async (event) => {
      event.preventDefault();
      const form = event.target;
      const button = form.elements.add;
      if (button.getAttribute("aria-disabled") === "true") return;
      button.setAttribute("aria-disabled", "true");
      showError(form, "");
      const { problem } = await ask("cart/add.js", {
        method: "POST",
        headers: { accept: "application/javascript", "x-requested-with": "XMLHttpRequest" },
        body: new FormData(form),
      });
      if (problem) showError(form, problem);
      else await document.querySelector("cart-drawer").open();
      button.removeAttribute("aria-disabled");
    };
  }

  /** Lines that can be changed: the cart page's, and the drawer's. */
  class CartItems extends HTMLElement {
    connectedCallback() {
      this.addEventListener("change", this.changeQuantity);
      this.addEventListener("click", this.press);
    }

    disconnectedCallback() {
      this.removeEventListener("change", this.changeQuantity);
      this.removeEventListener("click", this.press);
    }

    changeQuantity = (event) => {
      const line = event.target.closest("[data-key]");
      if (line) this.change(line.dataset.key, event.target.value);
    };

    press = (event) => {
      const remove = event.target.closest("[data-remove]");
      if (remove) this.change(remove.closest("[data-key]").dataset.key, 0);
    };

    async change(id, quantity) {
      const { result, problem } = await postJson("cart/change.js", { id, quantity });
      if (problem) {
        showError(this, problem);
        return;
      }
      showCount(result.item_count);
      const label = document.activeElement?.getAttribute("aria-label");
      await this.renew();
      this.focusAgain(label);
    }

    async renew() {
      const element = await fresh(this);
      if (element) this.replaceChildren(...element.childNodes);
      else location.reload();
    }

    /** The control that was used is another element now, or gone with its line. */
    focusAgain(label) {
      const same = [...this.querySelectorAll("[aria-label]")].find(
        (element) => element.getAttribute("aria-label") === label,
      );
      (same ?? this.querySelector("h2"))?.focus();
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

    press = (event) => {
      const remove = event.target.closest("[data-remove]");
      if (remove) this.change(remove.closest("[data-key]").dataset.key, 0);
      // A click on the dialog itself is one on its backdrop.
      else if (event.target === this.dialog || event.target.closest("[data-close]")) this.dialog.close();
    };

    async open() {
      try {
        await this.renew();
        if (!this.dialog.open) this.dialog.showModal();
      } catch {
        location.assign(`${root}cart`);
      }
    }

    /** The dialog stays, so that it is not closed and opened while its lines change. */
    async renew() {
      const element = await fresh(this);
      this.dialog.replaceChildren(...element.querySelector("dialog").childNodes);
      showCount(this.querySelector("[data-item-count]").value);
    }
  }

  for (const [name, element] of [
    ["variant-picker", VariantPicker],
    ["product-form", ProductForm],
    ["cart-items", CartItems],
    ["cart-drawer", CartDrawer],
  ]) {
    if (!customElements.get(name)) customElements.define(name, element);
  }

  /** Apps that use the standard actions see this theme's drawer. */
  document.addEventListener("DOMContentLoaded", () => {
    const drawer = () => document.querySelector("cart-drawer");
    const { openCart, updateCart } = window.Shopify.actions;
    openCart.configure({ handler: () => drawer().open() });
    updateCart.configure({
      eventTarget: drawer,
      handler: async (byDefault) => {
        const result = await byDefault();
        await drawer().renew();
        return result;
      },
    });
  });
})();
