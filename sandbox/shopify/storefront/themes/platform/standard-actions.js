/**
 * `Shopify.actions`, which Shopify adds to every page of every theme: a module, so they are there from DOMContentLoaded
 * on. Source: shopify.dev, "Call actions" and "Configure actions".
 */
const endpoint = "/api/standard-actions/cart";

/** Extra properties on the event itself, as standard storefront events have them. */
const cartEvent = (type, properties) => Object.assign(new Event(type, { bubbles: true }), properties);

async function ask(request, signal) {
  const answer = await fetch(endpoint, { ...request, signal });
  const result = await answer.json();
  if (!answer.ok) throw new TypeError(result.error);
  return result;
}

let reading = null;

/** Calls at the same time share one request. */
function getCart(payload, { signal } = {}) {
  reading ??= ask({}, signal).finally(() => (reading = null));
  return reading;
}
getCart.isDefault = () => true;

const kindOf = (line) => {
  if (line.id === undefined) return "add";
  return line.quantity === 0 ? "remove" : "update";
};

/** One event for each kind of change, when it starts; it is told how it ended by `promise`. */
function announce(payload, options, promise, target) {
  const { context = "standard-action", detail } = options.event ?? {};
  for (const action of ["add", "update", "remove"]) {
    const lines = (payload.lines ?? []).filter((line) => kindOf(line) === action);
    if (lines.length > 0)
      target.dispatchEvent(
        cartEvent("shopify:cart:lines-update", { action, context, lines, detail, promise }),
      );
  }
  if (payload.note !== undefined)
    target.dispatchEvent(
      cartEvent("shopify:cart:note-update", { context, note: payload.note, detail, promise }),
    );
}

const configured = { updateCart: null, openCart: null };

const write = (payload, signal) =>
  ask(
    { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(payload) },
    signal,
  );

async function updateCart(payload = {}, options = {}) {
  const own = configured.updateCart;
  const target = own?.eventTarget?.({ type: "shopify:cart:lines-update" }) ?? document;
  const byDefault = () => write(payload, options.signal);
  const promise = Promise.resolve(own?.handler ? own.handler(byDefault, payload, options) : byDefault());
  announce(payload, options, promise, target);
  try {
    const result = await promise;
    // A theme that says nothing of how it shows its cart is loaded anew.
    if (!own && !result.userErrors?.length) setTimeout(() => location.reload());
    return result;
  } catch (error) {
    target.dispatchEvent(
      cartEvent("shopify:cart:error", { error: error.message, code: "SERVICE_UNAVAILABLE" }),
    );
    throw error;
  }
}

async function openCart() {
  const byDefault = () => location.assign(`${window.Shopify.routes.root}cart`);
  await (configured.openCart?.handler ? configured.openCart.handler(byDefault) : byDefault());
}

for (const [name, action] of Object.entries({ updateCart, openCart })) {
  action.isDefault = () => configured[name] === null;
  action.configure = (configuration) => {
    if (configured[name]) return false;
    configured[name] = configuration;
    return true;
  };
}

window.Shopify.actions = { getCart, updateCart, openCart };
