// The `shopify` global that pages use.
const toasts = new Map();
onTold("toast.action", ({ id }) => toasts.get(id)?.onAction?.());
onTold("toast.dismissed", ({ id }) => {
  toasts.get(id)?.onDismiss?.();
  toasts.delete(id);
});

const toast = {
  show: (message, options = {}) => {
    const id = crypto.randomUUID();
    toasts.set(id, options);
    const { duration, isError, action } = options;
    tell("toast.show", { id, message: String(message), duration, isError, action });
    return id;
  },
  hide: (id) => tell("toast.hide", { id }),
};

window.shopify = {
  config,
  origin: adminOrigin,
  ready: Promise.resolve(),
  environment: { mobile: false, embedded: isEmbedded, pos: false, intent: false },
  idToken,
  toast,
  saveBar,
  loading: (isLoading = true) => tell("loading", { isLoading }),
  user: () => ask("user"),
  app: { extensions: () => ask("extensions") },
  // Measurements are the browser's own; the sandbox reports none.
  webVitals: { onReport: async () => {} },
  modal: { show: notModelled("modal"), hide: notModelled("modal"), toggle: notModelled("modal") },
  resourcePicker: notModelled("resourcePicker"),
  picker: notModelled("picker"),
  scanner: { capture: notModelled("scanner") },
  reviews: { request: notModelled("reviews") },
  support: { registerHandler: async () => {} },
  intents: { request: { value: null, subscribe: () => () => {} }, invoke: notModelled("intents") },
  scopes: { query: notModelled("scopes"), request: notModelled("scopes"), revoke: notModelled("scopes") },
};

function tellDeclared() {
  tellMenu();
  tellTitle();
}
new MutationObserver(tellDeclared).observe(document.documentElement, {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeFilter: ["href", "title", "disabled", "variant"],
});
document.addEventListener("DOMContentLoaded", () => {
  tellWhere();
  tellDeclared();
});
