/**
 * CustoMeow's customizer on the product page.
 *
 * Keeps three promises: nothing is requested before the shopper acts; a design is on a product form exactly while that
 * form's variant has the SKU it was made for; and only the customizer itself, in the frame opened here, is listened to.
 * The theme's own forms and buttons do the adding, so its cart drawer and messages keep working.
 */
(() => {
  const NAME = "customeow-customizer";
  if (customElements.get(NAME)) return;

  const PROPERTY = "properties[_customInfoId]";
  const MOUNT_TIMEOUT = 15_000;
  const EVENTS = ["click", "submit", "change", "message"];

  /** By product and SKU. They outlive the element, because themes render whole sections anew. */
  const designs = new Map();

  const field = (form, name) => form?.elements[name]?.value;

  const submitButton = (form) => {
    const buttons = [...form.elements].filter(({ type }) => type === "submit");
    return buttons.find(({ name }) => name === "add") ?? buttons[0];
  };

  const write = (form, design) => {
    let input = form.querySelector(`input[name="${PROPERTY}"]`);
    if (!design) return input?.remove();
    if (!input) {
      input = Object.assign(document.createElement("input"), { type: "hidden", name: PROPERTY });
      form.append(input);
    }
    // Writing it is a change that is observed, even if it changes nothing.
    if (input.value !== design.id) input.value = design.id;
  };

  class Customizer extends HTMLElement {
    /** One for each SKU that was opened, kept so that editing goes on where it stopped. */
    frames = new Map();
    mounted = new Set();

    connectedCallback() {
      this.skus = JSON.parse(this.dataset.variants);
      this.origin = new URL(this.dataset.url).origin;
      this.dialog = this.part("dialog");
      this.section = this.closest(".shopify-section") ?? document.body;
      // On the window and capturing: the theme's own listeners must not add to the cart first.
      for (const type of EVENTS) addEventListener(type, this, true);
      // A hidden input's value is an attribute, so this also sees variant pickers that fire no event.
      this.observer = new MutationObserver(() => this.sync());
      for (const root of new Set([this.section, this.form ?? this.section])) {
        this.observer.observe(root, { subtree: true, childList: true, attributeFilter: ["value"] });
      }
      this.sync();
    }

    disconnectedCallback() {
      for (const type of EVENTS) removeEventListener(type, this, true);
      this.observer.disconnect();
      clearTimeout(this.timer);
      this.part("stage").replaceChildren();
      this.frames.clear();
      this.mounted.clear();
    }

    handleEvent(event) {
      if (event.type === "message") this.receive(event);
      else if (event.type === "change") setTimeout(() => this.sync());
      else this.guard(event) || this.act(event);
    }

    /** In required mode no form adds a variant that is not designed yet: the customizer opens instead. */
    guard(event) {
      const button = event.target.closest?.("button, input");
      const form = event.type === "submit" ? event.target : button?.type === "submit" && button.form;
      if (!form || !this.forms.includes(form)) return false;
      this.sync();
      if (!this.needsDesign(form)) return false;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.open(form);
      return true;
    }

    act({ target }) {
      const action = target.closest?.("[data-action]");
      if (action && this.contains(action)) this[action.dataset.action]();
    }

    part(name) {
      return this.querySelector(`[data-part="${name}"]`);
    }

    /** Every form that adds this product: those that name it, and those of this section that name none. */
    get forms() {
      return [...document.querySelectorAll('form[action*="/cart/add"]')].filter((form) => {
        const product = field(form, "product-id");
        return field(form, "id") && (product ? product === this.dataset.product : this.isHere(form));
      });
    }

    /** In this section, or with fields of this section linked to it. */
    isHere(form) {
      return [form, ...form.elements].some((node) => this.section.contains(node));
    }

    /** The form that the shopper buys with. Forms for instalments have no submit button. */
    get form() {
      const { forms } = this;
      const usable = forms.filter(submitButton);
      return usable.find((form) => this.isHere(form)) ?? usable[0] ?? forms[0];
    }

    skuIn(form) {
      const inAddress = new URLSearchParams(location.search).get("variant");
      return this.skus[field(form, "id") ?? inAddress ?? this.dataset.variant];
    }

    key(sku) {
      return `${this.dataset.product}/${sku}`;
    }

    designFor(sku) {
      return designs.get(this.key(sku));
    }

    needsDesign(form) {
      const sku = this.skuIn(form);
      return this.dataset.required === "true" && !!sku && !this.designFor(sku);
    }

    /** Brings forms and block in line with the selected variant. Cheap, and changes nothing that is right already. */
    sync() {
      for (const form of this.forms) {
        write(form, this.designFor(this.skuIn(form)));
        form.toggleAttribute("data-customeow-needed", this.needsDesign(form));
      }
      const { sku: before, design: shown } = this;
      this.sku = this.skuIn(this.form);
      this.design = this.designFor(this.sku);
      this.hidden = !this.sku;
      if (shown !== this.design) this.showDesign();
      if (before === this.sku) return;
      if (before) this.say(shown && this.sku && !this.design ? "variantChanged" : "");
      if (!this.dialog.open) return;
      if (this.sku) this.open();
      else this.close();
    }

    showDesign() {
      const { design, dataset } = this;
      this.part("open").textContent = design ? dataset.textEdit : dataset.textOpen;
      this.part("result").hidden = !design;
      this.part("images").replaceChildren(
        ...(design?.images ?? []).map((src) => Object.assign(new Image(), { src, alt: dataset.textPreview })),
      );
    }

    /** Tells the shopper one of the block's texts, by its data attribute. */
    say(text) {
      this.part("status").textContent = this.dataset[`text${text[0]?.toUpperCase()}${text.slice(1)}`] ?? "";
    }

    open(form = this.form) {
      this.sync();
      const sku = this.skuIn(form);
      if (!sku) return;
      const before = this.opened?.sku;
      this.opened = { form, sku };
      if (!this.frames.has(sku)) this.load();
      else if (before !== sku && this.mounted.has(sku)) this.tell();
      else if (before !== sku) this.awaitMount();
      for (const [other, frame] of this.frames) frame.hidden = other !== sku;
      if (this.dialog.open) return;
      if (this.dataset.mode === "inline") this.dialog.show();
      else this.dialog.showModal();
    }

    close() {
      this.dialog.close();
    }

    remove() {
      designs.delete(this.key(this.sku));
      this.part("open").focus();
      this.sync();
      this.say("removed");
    }

    load() {
      const { url, language, store, textAdd, textTitle } = this.dataset;
      const { sku } = this.opened;
      const query = new URLSearchParams({ storeId: store, sku, addCartButtonText: textAdd });
      const frame = Object.assign(document.createElement("iframe"), {
        src: `${url}/${language}?${query}`,
        title: textTitle,
      });
      this.frames.get(sku)?.remove();
      this.frames.set(sku, frame);
      this.part("stage").append(frame);
      this.awaitMount();
    }

    awaitMount() {
      const { textFresh, textLoading, textTimeout } = this.dataset;
      // There is no way back into a design whose frame is gone; it stays until a new one is confirmed.
      this.tell(this.design ? textFresh : textLoading);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.tell("", textTimeout, true), MOUNT_TIMEOUT);
    }

    /** Shows what happens inside the customizer's box: progress, or an error and whether to try again. */
    tell(progress = "", error = "", retry = false) {
      this.part("progress").textContent = progress;
      this.part("error").textContent = error;
      this.part("retry").hidden = !retry;
    }

    retry() {
      const { sku } = this.opened;
      // The button that was pressed is about to go.
      this.part("close").focus();
      if (!this.mounted.delete(sku)) return this.load();
      this.frames
        .get(sku)
        .contentWindow.postMessage({ type: "customeow:reload", data: undefined }, this.origin);
      this.awaitMount();
    }

    receive({ origin, source, data }) {
      const [sku] = [...this.frames].find(([, frame]) => frame.contentWindow === source) ?? [];
      if (!sku || origin !== this.origin) return;
      const current = sku === this.opened.sku;
      switch (data?.type) {
        case "customeow:mount":
          this.mounted.add(sku);
          if (current) this.settle();
          break;
        case "customeow:error":
          if (current) this.settle(this.dataset.textFailed);
          break;
        case "customeow:close":
          if (current) this.close();
          break;
        case "customeow:confirm":
          this.confirm(sku, { ...data.data, ...data });
      }
    }

    /** The wait is over, one way or the other. */
    settle(error = "") {
      clearTimeout(this.timer);
      this.tell("", error, !!error);
    }

    confirm(sku, { customInfoId, preview }) {
      // A number this large would have lost digits already; in preview mode the id can be empty or "0".
      const exact = typeof customInfoId === "string" || Number.isSafeInteger(customInfoId);
      if (!exact || !/^(?!0+$)\d{1,20}$/.test(customInfoId)) return this.tell("", this.dataset.textInvalid);
      designs.set(this.key(sku), { id: String(customInfoId), images: this.imagesOf(preview) });
      this.close();
      this.tell();
      this.sync();
      if (sku === this.skuIn(this.opened.form)) this.finish();
    }

    /** Addresses of preview images: over https, or from the customizer itself. */
    imagesOf(preview) {
      return [preview?.effects ?? preview]
        .flat()
        .filter((address) => {
          const url =
            typeof address === "string" && address.length < 4096 && URL.canParse(address) && new URL(address);
          return url && (url.protocol === "https:" || url.origin === this.origin);
        })
        .slice(0, 4);
    }

    finish() {
      const form = this.opened.form?.isConnected ? this.opened.form : this.form;
      const button = form && (submitButton(form) ?? submitButton(this.form));
      if (!button) return this.say("noForm");
      if (button.disabled) return this.say("unavailable");
      if (this.dataset.afterConfirm !== "add") return this.say("ready");
      this.say("adding");
      // A click, not only a submit: some themes listen to one, some to the other.
      button.click();
    }
  }

  customElements.define(NAME, Customizer);
})();
