/**
 * The shopper's designs in the cart: on the cart page, and in a cart drawer.
 *
 * Changes no line and no request: it looks which line the theme has rendered where, and adds the design's picture and
 * a link to the product page there. As often as the theme renders its cart anew, so does this.
 */
(() => {
  const NAME = "customeow-cart-designs";
  if (customElements.get(NAME)) return;

  const DESIGN = "customeow-cart-design";
  const CHANGES_CART = /\/cart\/(add|change|update|clear)\b/;
  const LINES_CHANGED = "shopify:cart:lines-update";
  const PLACES = "form, dialog, [role=dialog], .shopify-section";
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  /** What a cart has and a product card has not. */
  const CART_CONTROLS = '[name^="updates"], [name="checkout"], [href*="/checkout"]';

  const create = (tag, properties) => Object.assign(document.createElement(tag), properties);

  const isDesigned = ({ properties }) => !!properties?._customInfoId;

  const linksTo = (variant, place) => [
    ...place.querySelectorAll(`a[href*="variant=${variant}"]:not(.${DESIGN} a)`),
  ];

  /** The cart that a link to a product lies in: it lists at least so many lines of that variant. */
  const cartAround = (link, variant, lines) => {
    let place = link.closest(PLACES);
    if (!place) return document.body;
    const isCart = () => place.querySelector(CART_CONTROLS) && linksTo(variant, place).length >= lines.length;
    while (place && !isCart()) place = place.parentElement?.closest(PLACES);
    return place;
  };

  /** The one of these lines whose key the theme has written nearest to the link, in whatever attribute. */
  const lineNamedAt = (link, cart, lines) => {
    for (let place = link; place && place !== cart.parentElement; place = place.parentElement) {
      const html = place.outerHTML;
      // The part after the variant's id; the colon between them may be encoded.
      const named = lines.filter(({ key }) => html.includes(key.split(":").pop()));
      if (named.length > 0) return named.length === 1 ? named[0] : undefined;
    }
  };

  class CartDesigns extends HTMLElement {
    #lines = [];
    #reading = 0;
    #frame;
    #rendering = new MutationObserver(() => this.#placeSoon());
    #requests = new PerformanceObserver((list) => {
      if (list.getEntries().some(({ name }) => CHANGES_CART.test(name))) this.#read();
    });

    connectedCallback() {
      this.#lines = JSON.parse(this.dataset.lines);
      this.#rendering.observe(document.body, { childList: true, subtree: true });
      // Notices the theme's own requests, of whatever kind, without standing in their way.
      this.#requests.observe({ type: "resource" });
      document.addEventListener(LINES_CHANGED, this);
      this.#place();
    }

    disconnectedCallback() {
      this.#rendering.disconnect();
      this.#requests.disconnect();
      document.removeEventListener(LINES_CHANGED, this);
    }

    handleEvent({ promise }) {
      const read = () => this.#read();
      Promise.resolve(promise).then(read, read);
    }

    async #read() {
      const reading = ++this.#reading;
      try {
        const answer = await fetch(this.dataset.cart, { headers: { accept: "application/json" } });
        const { items } = await answer.json();
        if (reading !== this.#reading) return;
        this.#lines = items;
        this.#place();
      } catch {
        // The cart is shown without the newest designs, as it would be without this.
      }
    }

    #placeSoon() {
      this.#frame ??= requestAnimationFrame(() => {
        this.#frame = undefined;
        this.#place();
      });
    }

    #place() {
      const kept = new Set();
      const variants = new Set(this.#lines.filter(isDesigned).map((line) => line.variant_id));
      for (const variant of variants) {
        const lines = this.#lines.filter((line) => line.variant_id === variant);
        const links = linksTo(variant, document);
        const carts = new Set(links.map((link) => cartAround(link, variant, lines)).filter(Boolean));
        for (const cart of carts) {
          const inCart = links.filter((link) => cartAround(link, variant, lines) === cart);
          for (const [line, link] of this.#linkByLine(cart, inCart, lines)) kept.add(this.#show(line, link));
        }
      }
      for (const shown of document.querySelectorAll(`.${DESIGN}`)) if (!kept.has(shown)) shown.remove();
    }

    /** Lines of one variant link to the same page: their keys tell them apart, or else their order. */
    #linkByLine(cart, links, lines) {
      const byLine = new Map();
      const linksPerLine = links.length / lines.length;
      for (const [index, link] of links.entries()) {
        const inOrder = Number.isInteger(linksPerLine) ? lines[Math.floor(index / linksPerLine)] : undefined;
        const line = lines.length === 1 ? lines[0] : (lineNamedAt(link, cart, lines) ?? inOrder);
        // The title rather than the picture.
        const hasText = link.textContent.trim() !== "";
        if (line && isDesigned(line) && (hasText || !byLine.has(line))) byLine.set(line, link);
      }
      return byLine;
    }

    #show({ properties, url }, link) {
      const before = link.closest(HEADINGS) ?? link;
      const { _customInfoId: id, _customPreview: preview } = properties;
      const next = before.nextElementSibling;
      if (next?.matches(`.${DESIGN}`) && next.design === id) return next;
      const shown = create("div", { className: DESIGN, design: id });
      if (this.#isImage(preview)) {
        const alt = this.dataset.textPreview;
        const image = create("img", { src: preview, alt, width: 64, height: 64, loading: "lazy" });
        // An address that has expired since: the link is enough.
        image.addEventListener("error", () => image.remove());
        shown.append(image);
      }
      shown.append(create("a", { href: url, textContent: this.dataset.textEdit }));
      before.after(shown);
      return shown;
    }

    /** Over https, or from the customizer itself: anybody can write anything into a line's properties. */
    #isImage(address) {
      if (typeof address !== "string" || !URL.canParse(address)) return false;
      const { protocol, origin } = new URL(address);
      return protocol === "https:" || origin === new URL(this.dataset.url).origin;
    }
  }

  customElements.define(NAME, CartDesigns);
})();
