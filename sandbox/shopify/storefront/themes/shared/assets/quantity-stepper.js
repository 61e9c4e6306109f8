/** A number with a button on each side. The change bubbles from the input, as if it had been typed. */
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

if (!customElements.get("quantity-stepper")) customElements.define("quantity-stepper", QuantityStepper);
