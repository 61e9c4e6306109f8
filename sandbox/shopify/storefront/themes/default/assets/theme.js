/** What the theme needs in the browser: variant picker, adding to the cart, and the cart itself. */
(() => {
  const postJson = (path, body) =>
    fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });

  /** Replaces an element by what the Section Rendering API gives for its section. */
  async function refresh(element) {
    const { section } = element.dataset;
    const answer = await fetch(`${location.pathname}?section_id=${section}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`[data-section="${section}"]`);
    return fresh;
  }

  function showCount(count) {
    for (const badge of document.querySelectorAll("[data-cart-count]")) {
      badge.textContent = count;
      badge.hidden = Number(count) === 0;
    }
  }

  function showError(root, message) {
    const error = root.querySelector(".form-error");
    if (!error) return;
    error.textContent = message;
    error.hidden = message === "";
  }

  class QuantityStepper extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", this.step);
    }

    disconnectedCallback() {
      this.removeEventListener("click", this.step);
    }

    step = (event) => {
      const button = event.target.closest("[data-step]");
      if (!button) return;
      const input = this.querySelector("input");
      const wanted = Number(input.value) + Number(button.dataset.step);
      input.value = Math.max(Number(input.min), wanted);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
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
      try {
        const answer = await fetch("/cart/add.js", {
          method: "POST",
          headers: { accept: "application/javascript", "x-requested-with": "XMLHttpRequest" },
          body: new FormData(form),
        });
        const result = await answer.json();
        if (answer.ok) await document.querySelector("cart-drawer").openFresh();
        else showError(form, result.description);
      } finally {
        button.removeAttribute("aria-disabled");
      }
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
      const answer = await postJson("/cart/change.js", { id, quantity });
      const result = await answer.json();
      if (!answer.ok) {
        showError(this, result.description);
        return;
      }
      showCount(result.item_count);
      await this.renew();
    }

    async renew() {
      const fresh = await refresh(this);
      if (fresh) this.replaceChildren(...fresh.childNodes);
      else location.reload();
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
      this.openFresh();
    };

    press = (event) => {
      const remove = event.target.closest("[data-remove]");
      if (remove) this.change(remove.closest("[data-key]").dataset.key, 0);
      // A click on the dialog itself is one on its backdrop.
      else if (event.target === this.dialog || event.target.closest("[data-close]")) this.dialog.close();
    };

    async openFresh() {
      await this.renew();
      if (!this.dialog.open) this.dialog.showModal();
    }

    /** The dialog stays, so that it is not closed and opened while its lines change. */
    async renew() {
      const fresh = await refresh(this);
      this.dialog.replaceChildren(...fresh.querySelector("dialog").childNodes);
      showCount(this.querySelector("[data-item-count]").value);
    }
  }

  for (const [name, element] of [
    ["quantity-stepper", QuantityStepper],
    ["variant-picker", VariantPicker],
    ["product-form", ProductForm],
    ["cart-items", CartItems],
    ["cart-drawer", CartDrawer],
  ]) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
})();
