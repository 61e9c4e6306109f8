// The connection to the admin's frame. Only the admin that served this script is ever spoken to or listened to.
const script = document.currentScript;
const adminOrigin = new URL(script.src).origin;
const apiKey = document.querySelector('meta[name="shopify-api-key"]')?.content || script.dataset.apiKey;
if (!apiKey) {
  throw new Error('App Bridge: no API key. Add <meta name="shopify-api-key" content="…"> before the script.');
}

const isEmbedded = window.parent !== window;
const parameters = new URLSearchParams(location.search);

/** `shop` and `host` come with the first page; later pages of the session remember them. */
function remembered(name) {
  const key = `app-bridge-${name}`;
  const value = parameters.get(name) || sessionStorage.getItem(key);
  if (!value) throw new Error(`App Bridge: missing required configuration field: ${name}.`);
  sessionStorage.setItem(key, value);
  return value;
}

const config = {
  apiKey,
  shop: remembered("shop"),
  host: remembered("host"),
  locale: parameters.get("locale") || "en",
};

const questions = new Map();
const listeners = new Map();

function tell(type, payload = {}) {
  if (isEmbedded) window.parent.postMessage({ appBridge: apiKey, type, payload }, adminOrigin);
}

function ask(type, payload = {}) {
  if (!isEmbedded)
    return Promise.reject(new Error("App Bridge: this page is not embedded in the Shopify admin."));
  const question = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    questions.set(question, { resolve, reject });
    window.parent.postMessage({ appBridge: apiKey, type, payload, question }, adminOrigin);
  });
}

function onTold(type, listener) {
  listeners.set(type, listener);
}

window.addEventListener("message", (event) => {
  if (event.origin !== adminOrigin || event.source !== window.parent || event.data?.appBridge !== apiKey)
    return;
  const { type, payload, answer } = event.data;
  if (!answer) {
    listeners.get(type)?.(payload);
    return;
  }
  const question = questions.get(answer);
  questions.delete(answer);
  if (payload.error) question?.reject(new Error(payload.error));
  else question?.resolve(payload.value);
});

/** A function that this stand-in does not have: it says so, and never pretends. */
function notModelled(name) {
  return () => Promise.reject(new Error(`The sandbox's App Bridge does not model shopify.${name}.`));
}
