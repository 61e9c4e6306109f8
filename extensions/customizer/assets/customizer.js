//# allFunctionsCalledOnLoad
/**
 * CustoMeow's customizer on the product page.
 *
 * Keeps three promises: nothing is requested before the shopper acts; a design is on a product form exactly while that
 * form's variant has the SKU it was made for; and only the customizer itself, in a frame opened here, is listened to.
 * The theme's own forms and buttons do the adding, so its cart drawer and messages keep working.
 *
 * The first line has the browser compile everything while it still loads, beside the main thread.
 * https://v8.dev/blog/explicit-compile-hints
 */
(() => {
  const NAME = "customeow-customizer";
  if (customElements.get(NAME)) return;

  const MOUNT_TIMEOUT = 15_000;
  const BACK_TIMEOUT = 500;
  const LONGEST_ADDRESS = 2_000;
  const EVENTS = ["click", "submit", "change", "shopify:cart:error"];
  const PAYMENT = ".shopify-payment-button,shopify-accelerated-checkout";

  /** By product and SKU; in the session's storage too. They outlive the element: themes render sections anew. */
  const designs = new Map();
  /** Whether the session was asked. The first question stops the page for a moment, so not while it loads. */
  let recalling = false;
  /** Windows over the page, by product. They are no part of any section, so that their frames live on. */
  const boxes = new Map();
  /** The newest block of each product. */
  const blocks = new Map();
  /** The product that a form was seen to add. */
  const products = new WeakMap();

  const create = (tag, properties) => Object.assign(document.createElement(tag), properties);

  /** A form's field; of several with one name, e.g. radio buttons, the one that counts. */
  const field = (form, name) => {
    const found = form?.elements[name];
    return found?.value || found?.[0]?.value;
  };

  const isSubmit = ({ type, name }) => type === "submit" || type === "image" || name === "add";

  const submitButton = (form) => {
    const buttons = [...(form?.elements ?? [])].filter(isSubmit);
    return buttons.find(({ name }) => name === "add") ?? buttons[0];
  };

  /** Whether a form, or a field that is linked to it, lies there. */
  const touches = (form, place) => [form, ...form.elements].some((node) => place?.contains(node));

  /** Shows what is meant for this state, and hides what is for others. */
  const show = (place, state) => {
    for (const part of place.querySelectorAll("[data-when]"))
      part.toggleAttribute("hidden", !part.matches(`[data-when~="${state}"]`));
  };

  /** A confirmed design; undefined if it is none. */
  const readDesign = (given, origin) => {
    const { customInfoId, preview } = given ?? {};
    // A number this large would have lost digits already; in preview mode the id can be empty or "0".
    const exact = typeof customInfoId === "string" || Number.isSafeInteger(customInfoId);
    if (!exact || !/^(?!0+$)\d{1,20}$/.test(customInfoId)) return;
    const isImage = (address) => {
      if (typeof address !== "string" || address.length > LONGEST_ADDRESS || !URL.canParse(address)) return;
      const url = new URL(address);
      return url.protocol === "https:" || url.origin === origin;
    };
    const images = [preview?.effects ?? preview].flat().slice(0, 20).filter(isImage).slice(0, 4);
    return { customInfoId: `${customInfoId}`, preview: images };
  };

  /** What the session remembers. Storage can be blocked, full, or hold anything. */
  const recall = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {}
  };
  const remember = (key, design) => {
    designs.set(key, design);
    try {
      sessionStorage.setItem(key, JSON.stringify(design ?? null));
    } catch {}
  };

  const write = (form, design) => {
    const properties = { _customInfoId: design?.customInfoId, _customPreview: design?.preview[0] };
    for (const [key, value] of Object.entries(properties)) {
      const name = `properties[${key}]`;
      let input = form.querySelector(`input[name="${name}"]`);
      if (!value) input?.remove();
      else if (!input) form.append(create("input", { type: "hidden", name, value }));
      // Writing it is a change that is observed, even if it changes nothing.
      else if (input.value !== value) input.value = value;
    }
  };

  /** Where the customizer runs: a window over the page, or a place in it. */
  class Box {
    /** One for each SKU that was opened, kept so that editing goes on where it stopped. */
    #frames = new Map();
    #mounted = new Set();
    /** SKUs with a design that their frame does not hold: there is no way back into it. */
    #fresh = new Set();
    #block;
    #dialog;
    #after;
    /** Its entry in the browser's history: "pushed", or "leaving" while the browser is on its way back. */
    #entry;
    #opener;
    #timer;
    #wanted;

    constructor(block) {
      this.#block = block;
      this.inline = block.dataset.mode === "inline";
      this.#dialog = block.querySelector("template").content.firstElementChild.cloneNode(true);
      // Not in the section: a frame whose place is rendered anew starts afresh.
      (this.inline ? block : document.body).append(this.#dialog);
      this.#dialog.addEventListener("click", ({ target }) => {
        this[target.closest("[data-action]")?.dataset.action]?.();
      });
      this.#dialog.addEventListener("close", () => this.#closed());
      addEventListener("message", (event) => this.#receive(event));
      addEventListener("popstate", () => this.#back());
      visualViewport?.addEventListener("resize", ({ target: { height, scale } }) => {
        // What the phone's keyboard leaves, whatever the zoom.
        this.#dialog.style.setProperty("--customeow-size", `${height * scale}px`);
      });
    }

    /** The block it serves; if that was rendered anew, the one in its place. */
    get block() {
      const { isConnected, dataset } = this.#block;
      if (!isConnected)
        this.#block = document.querySelector(`${NAME}[data-product="${dataset.product}"]`) ?? this.#block;
      return this.#block;
    }

    open(form, sku, block = this.block) {
      this.#block = block;
      const before = this.sku;
      this.form = form;
      this.sku = this.#wanted = sku;
      if (!this.#frames.has(sku)) this.#load();
      else if (!this.#mounted.has(sku)) this.#await();
      else if (before !== sku) this.#settle();
      for (const [other, frame] of this.#frames) frame.hidden = other !== sku;
      if (this.#dialog.open) return;
      this.#opener = document.activeElement;
      if (this.inline) return this.#dialog.show();
      // The page behind must not move when its scroll bar goes.
      const page = document.documentElement;
      page.style.setProperty("--customeow-gutter", innerWidth > page.clientWidth ? "stable" : "auto");
      this.#dialog.showModal();
      if (!this.#entry) this.#push();
    }

    #push() {
      history.pushState(history.state, "");
      this.#entry = "pushed";
    }

    /** The variant has another SKU now. What was made for the earlier one is not thrown away unasked. */
    follow(sku) {
      if (!this.#dialog.open || sku === this.#wanted) return;
      this.#wanted = sku;
      if (!sku) this.close();
      else if (sku === this.sku) this.#settle();
      else if (this.#mounted.has(this.sku) && !this.block.designFor(this.sku)) show(this.#dialog, "other");
      else this.open(this.form, sku);
    }

    stay() {
      this.#settle();
    }

    start() {
      this.#reload();
      this.open(this.form, this.#wanted);
    }

    retry() {
      // The button that was pressed is about to go.
      this.#dialog.querySelector("button").focus();
      if (this.#reload()) this.#await();
      else this.#load();
    }

    close(after) {
      if (!this.#dialog.open) return after?.();
      this.#after = after;
      this.#dialog.close();
    }

    #closed() {
      // It was opened again at once.
      if (this.#dialog.open) return;
      // Where the focus came from may have been rendered anew.
      if (!this.#opener?.isConnected || this.#opener === document.body)
        this.block.querySelector("button").focus();
      if (this.#entry !== "pushed") return this.#finish();
      this.#entry = "leaving";
      history.back();
      // The frame's own history may swallow the way back.
      setTimeout(() => this.#finish(), BACK_TIMEOUT);
    }

    #back() {
      const entry = this.#entry;
      if (!entry) return;
      this.#entry = undefined;
      if (entry === "leaving" && this.#dialog.open) this.#push();
      else if (this.#dialog.open) this.close();
      else this.#finish();
    }

    #finish() {
      const after = this.#after;
      this.#after = undefined;
      after?.();
    }

    #load() {
      const { url, language, store, textAdd } = this.block.dataset;
      const { sku } = this;
      const query = new URLSearchParams({ storeId: store, sku, addCartButtonText: textAdd });
      const frame = create("iframe", { src: `${url}/${language}?${query}`, title: this.#dialog.ariaLabel });
      this.#frames.get(sku)?.remove();
      this.#frames.set(sku, frame);
      this.#dialog.lastElementChild.append(frame);
      this.#await();
    }

    /** Has a customizer that is on screen begin anew. */
    #reload() {
      const frame = this.#mounted.delete(this.sku) && this.#frames.get(this.sku);
      frame?.contentWindow?.postMessage({ type: "customeow:reload", data: undefined }, this.block.origin);
      return frame;
    }

    #await() {
      if (this.block.designFor(this.sku)) this.#fresh.add(this.sku);
      this.#settle("loading");
      this.#timer = setTimeout(() => show(this.#dialog, "slow"), MOUNT_TIMEOUT);
    }

    /** Nothing is the matter, unless a state is given. A confirmed design may be in the cart by now. */
    #settle(state = this.#fresh.has(this.sku) ? "fresh" : this.block.designFor(this.sku) && "edited") {
      clearTimeout(this.#timer);
      show(this.#dialog, state);
    }

    #receive({ origin, source, data }) {
      const [sku] = [...this.#frames].find(([, frame]) => source && frame.contentWindow === source) ?? [];
      if (!sku || origin !== this.block.origin) return;
      if (data?.type === "customeow:confirm") return this.#confirm(sku, data);
      if (data?.type === "customeow:mount") this.#mounted.add(sku);
      if (sku !== this.sku) return;
      if (data?.type === "customeow:mount") this.#settle();
      if (data?.type === "customeow:error") this.#settle("failed");
      if (data?.type === "customeow:close") this.close();
    }

    #confirm(sku, data) {
      const { block } = this;
      const design = readDesign(data.customInfoId == null ? data.data : data, block.origin);
      if (!design) return this.#settle("invalid");
      this.#mounted.add(sku);
      this.#fresh.delete(sku);
      const isNew = block.designFor(sku)?.customInfoId !== design.customInfoId;
      block.keep(sku, design);
      // A confirm that is repeated, or comes once the shopper has left, adds nothing: only they ask for another.
      if (this.#dialog.open && sku === this.sku) {
        this.#settle();
        this.close(() => this.block.finish(this.form, sku));
      } else if (isNew) block.finish(this.form, sku, false);
    }

    dispose() {
      this.#dialog.remove();
    }
  }

  class Customizer extends HTMLElement {
    static observedAttributes = ["data-variants"];
    #adding;
    #box;
    #shown = {};
    #skus;
    #observer = new MutationObserver(() => this.#sync());

    /** SKUs by variant; also when the theme puts another product's block in place, attribute by attribute. */
    attributeChangedCallback(name, before, variants) {
      this.#skus = new Map(Object.entries(JSON.parse(variants) ?? {}));
    }

    connectedCallback() {
      const { product } = this.dataset;
      // It takes the place of one that is being replaced: what that said still counts.
      const earlier = blocks.get(product);
      if (earlier?.isConnected === false) this.#shown = earlier.#shown;
      blocks.set(product, this);
      // On the window and capturing: the theme's own listeners must not add to the cart first.
      for (const type of EVENTS) addEventListener(type, this, true);
      // A hidden input's value is an attribute, so this also sees variant pickers that fire no event.
      this.#observer.observe(document, {
        subtree: true,
        childList: true,
        attributeFilter: ["value", "data-variants"],
      });
      const connect = () => document.head.append(create("link", { rel: "preconnect", href: this.origin }));
      for (const type of ["pointerenter", "focus"])
        this.querySelector("button").addEventListener(type, connect, { once: true });
      this.#sync();
      // Not once the page is idle: a busy one may never be.
      setTimeout(() => {
        recalling = true;
        if (this.designFor(this.#shown.sku)) this.#sync();
      }, 500);
    }

    disconnectedCallback() {
      for (const type of EVENTS) removeEventListener(type, this, true);
      this.#observer.disconnect();
      this.#box?.dispose();
      this.#box = undefined;
      setTimeout(() => this.isConnected || this.#leave());
    }

    /** It is gone for good: the forms sell as they did before, unless another block sees to them. */
    #leave() {
      this.#shown = {};
      if (document.querySelector(`${NAME}[data-product="${this.dataset.product}"]`)) return;
      for (const form of this.#forms) {
        write(form);
        form.removeAttribute("data-customeow-needed");
      }
    }

    handleEvent(event) {
      const { type, target } = event;
      recalling = true;
      // What goes wrong after the shopper has gone on has to do with something else.
      if (type === "click" && event.isTrusted) this.#adding = false;
      if (type === "change") setTimeout(() => this.#sync());
      else if (type === "shopify:cart:error") this.#adding && this.#say("failed");
      else if (!this.#guard(event)) {
        const action = target.closest?.("[data-action]");
        if (this.contains(action)) this[action.dataset.action]?.();
      }
    }

    /** In required mode nothing adds a variant that is not designed yet: the customizer opens instead. */
    #guard(event) {
      const form = this.#formSentBy(event);
      const isLink = !form && this.#isBuyingLink(event.target.closest?.("a"));
      if (!form && !isLink) return;
      this.#sync();
      if (form && !this.#needsDesign(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // A link cannot take the design with it.
      if (isLink && !this.#needsDesign(this.#nearest())) this.add();
      else this.open(form);
      return true;
    }

    #formSentBy({ type, target }) {
      const button = target.closest?.(PAYMENT) ?? target.closest?.("button,input");
      const isBuying = button && (button.matches(PAYMENT) || isSubmit(button));
      const form = type === "submit" ? target : isBuying && (button.form ?? button.closest("form"));
      return this.#forms.find((one) => one === form);
    }

    /** https://shopify.dev/docs/apps/build/checkout/create-cart-permalinks */
    #isBuyingLink(link) {
      const [, variant] = /\/cart\/(\d+):/.exec(link?.href) ?? [];
      return this.dataset.required === "true" && this.#skus.has(variant);
    }

    /** Every form that adds this product: those that say so, and of those that name none, this section's. */
    get #forms() {
      const { product } = this.dataset;
      const section = this.closest(".shopify-section");
      return [...document.querySelectorAll('form[action*="/cart/add"]')].filter((form) => {
        if (!form.elements.id) return false;
        const named = field(form, "product-id");
        if (named) return named === product;
        return this.#skuIn(form) || products.get(form) === product || touches(form, section);
      });
    }

    /** The form that the shopper buys with: the nearest. Forms for instalments have no submit button. */
    #nearest(forms = this.#forms) {
      const usable = forms.filter(submitButton);
      for (let place = this.parentElement; place; place = place.parentElement) {
        const near = usable.find((form) => touches(form, place));
        if (near) return near;
      }
      return forms[0];
    }

    #variantIn(form) {
      if (form) return field(form, "id");
      return new URLSearchParams(location.search).get("variant") ?? this.dataset.variant;
    }

    #skuIn(form) {
      return this.#skus.get(this.#variantIn(form));
    }

    /** The box that is this block's own, or that all of the product's blocks share. */
    get #opened() {
      return this.#box ?? boxes.get(this.dataset.product);
    }

    get origin() {
      return new URL(this.dataset.url).origin;
    }

    #key(sku) {
      return `customeow/${this.dataset.product}/${sku}`;
    }

    designFor(sku) {
      const key = this.#key(sku);
      if (recalling && !designs.has(key)) designs.set(key, readDesign(recall(key), this.origin));
      return designs.get(key);
    }

    #needsDesign(form) {
      const sku = this.#skuIn(form);
      return this.dataset.required === "true" && !!sku && !this.designFor(sku);
    }

    /** Brings forms and block in line with the selected variant. Cheap, and changes nothing that is right already. */
    #sync() {
      const forms = this.#forms;
      for (const form of forms) {
        products.set(form, this.dataset.product);
        write(form, this.designFor(this.#skuIn(form)));
        form.toggleAttribute("data-customeow-needed", this.#needsDesign(form));
      }
      const form = this.#nearest(forms);
      const sku = this.#skuIn(form);
      const design = this.designFor(sku);
      const before = this.#shown;
      const state = before.design && sku && !design ? "changed" : "";
      this.#shown = { sku, design, state: before.sku === sku ? before.state : state };
      this.#render(submitButton(form));
      const box = this.#opened;
      box?.follow(this.#skuIn(box.form?.isConnected ? box.form : form));
    }

    #render(button) {
      const { sku, design, state } = this.#shown;
      this.toggleAttribute("hidden", !sku);
      for (const part of this.querySelectorAll("[data-part]"))
        part.toggleAttribute("hidden", (part.dataset.part === "designed") !== !!design);
      const images = this.querySelector(".customeow-images");
      const id = design?.customInfoId ?? "";
      if (images.dataset.design !== id) {
        images.dataset.design = id;
        const alt = this.dataset.textPreview;
        images.replaceChildren(...(design?.preview ?? []).map((src) => create("img", { src, alt })));
      }
      const needsButton = !button || ["failed", "offline"].includes(state);
      this.querySelector("[data-action=add]").toggleAttribute("hidden", !design || !needsButton);
      show(this.querySelector("[role=status]"), state);
    }

    #say(state) {
      this.#shown.state = state;
      this.#sync();
    }

    open(form = this.#nearest()) {
      this.#sync();
      const sku = this.#skuIn(form);
      if (!sku) return;
      const button = submitButton(form) ?? submitButton(this.#nearest());
      if (button?.disabled && !this.designFor(sku)) return this.#say("sold-out");
      const { product, mode } = this.dataset;
      if (mode === "inline") this.#box ??= new Box(this);
      else if (!boxes.has(product)) boxes.set(product, new Box(this));
      this.#opened.open(form, sku, this);
    }

    keep(sku, design) {
      remember(this.#key(sku), design);
      this.#sync();
    }

    discard() {
      this.keep(this.#shown.sku);
      this.#say("removed");
      this.querySelector("button").focus();
    }

    /** After a design was confirmed. */
    finish(form, sku, adds = this.dataset.afterConfirm === "add") {
      if (!form?.isConnected) form = this.#nearest();
      const button = submitButton(form) ?? submitButton(this.#nearest());
      if (sku !== this.#skuIn(form)) this.#say("changed");
      else if (button?.disabled) this.#say("unavailable");
      else if (!adds) this.#say("ready");
      else this.add(button);
    }

    add(button = submitButton(this.#nearest())) {
      if (!navigator.onLine) return this.#say("offline");
      this.#adding = true;
      this.#say("adding");
      // A click, not only a submit: some themes listen to one, some to the other.
      if (button) button.click();
      else this.#update();
    }

    /** Where no form can be used. Source: shopify.dev, "updateCart". */
    async #update() {
      const actions = window.Shopify?.actions;
      if (!actions?.updateCart) return this.#say("no-form");
      const form = this.#nearest();
      const { customInfoId, preview } = this.#shown.design;
      const attributes = [{ key: "_customInfoId", value: customInfoId }];
      if (preview[0]) attributes.push({ key: "_customPreview", value: preview[0] });
      const plan = field(form, "selling_plan");
      const line = {
        merchandiseId: `gid://shopify/ProductVariant/${this.#variantIn(form)}`,
        quantity: Number(field(form, "quantity")) || 1,
        attributes,
        ...(plan && { sellingPlanId: `gid://shopify/SellingPlan/${plan}` }),
      };
      try {
        const { userErrors } = await actions.updateCart({ lines: [line] });
        if (userErrors?.length) return this.#say("failed");
        this.#say("added");
        await actions.openCart?.();
      } catch {
        this.#say("failed");
      }
    }
  }

  customElements.define(NAME, Customizer);
})();
