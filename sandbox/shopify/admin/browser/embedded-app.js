// The admin's side of App Bridge: answers the embedded app's frame, and no other.
import { rememberAppNavigation, showAppNavigation } from "./app-navigation.js";
import { hideToast, showToast } from "./toasts.js";

const app = JSON.parse(document.getElementById("embedded-app").textContent);
const frame = document.querySelector(".app-frame");
const saveBar = document.querySelector(".save-bar");
const dialog = document.querySelector(".confirmation");
const progress = document.querySelector(".progress");

let currentPath = location.href.slice(location.origin.length + app.base.length) || "/";
let discardConfirmation = false;

function tell(type, payload = {}) {
  frame.contentWindow.postMessage({ appBridge: app.apiKey, type, payload }, app.appOrigin);
}

async function freshToken() {
  const response = await fetch("/sandbox/session-token", { method: "POST" });
  return (await response.json()).token;
}

async function extensions() {
  return (await fetch(`${app.base}/extensions.json`)).json();
}

const answers = {
  idToken: freshToken,
  extensions,
  user: async () => app.user,
  // Unanswered when the merchant stays: the app's promise stays pending, as the real one's does.
  leaveConfirmation: async () => ((await mayLeave()) ? undefined : new Promise(() => {})),
};

const told = {
  navigated: ({ path, title }) => {
    currentPath = path;
    history.replaceState(history.state, "", app.base + (path === "/" ? "" : path));
    if (title) document.title = `${app.appName} · ${title}`;
    showNavigation();
  },
  navMenu: ({ items }) => {
    rememberAppNavigation(items);
    showNavigation();
  },
  titleBar: showTitleBar,
  saveBar: ({ shown, discardConfirmation: confirms }) => {
    saveBar.hidden = !shown;
    discardConfirmation = Boolean(confirms);
  },
  loading: ({ isLoading }) => {
    progress.hidden = !isLoading;
  },
  "toast.show": (toast) =>
    showToast(toast, {
      onAction: () => tell("toast.action", { id: toast.id }),
      onDismissed: () => tell("toast.dismissed", { id: toast.id }),
    }),
  "toast.hide": ({ id }) => hideToast(id),
  open: ({ path }) => leaveFor(path),
  leave: ({ href }) => leaveFor(href),
};

window.addEventListener("message", (event) => {
  if (event.origin !== app.appOrigin || event.source !== frame.contentWindow) return;
  const { appBridge, type, payload, question } = event.data ?? {};
  if (appBridge !== app.apiKey) {
    if (appBridge)
      console.error("App Bridge: the page's API key is not the one of the app that is open here.");
    return;
  }
  if (question) void answer(question, type, payload);
  else told[type]?.(payload);
});

async function answer(question, type, payload) {
  const reply = (result) =>
    frame.contentWindow.postMessage(
      { appBridge: app.apiKey, type, answer: question, payload: result },
      app.appOrigin,
    );
  try {
    reply({ value: await answers[type](payload) });
  } catch (error) {
    reply({ error: `The Shopify admin could not answer: ${error.message}` });
  }
}

function showNavigation() {
  showAppNavigation(currentPath, async (href) => {
    if (await mayLeave()) tell("navigate", { href });
  });
}

function showTitleBar({ title, buttons }) {
  document.querySelector(".app-title").textContent = title || app.appName;
  document.querySelector(".app-actions").replaceChildren(
    ...buttons.map(({ label, variant, disabled }, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = variant === "primary" ? "button primary" : "button";
      button.textContent = label;
      button.disabled = disabled;
      button.addEventListener("click", () => tell("titleBar.click", { index }));
      return button;
    }),
  );
}

/** True at once when nothing is unsaved; otherwise the merchant is asked. */
async function mayLeave() {
  if (saveBar.hidden) return true;
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue !== "leave") return false;
  saveBar.hidden = true;
  return true;
}

async function leaveFor(address) {
  if (await mayLeave()) location.assign(address);
}

saveBar.addEventListener("click", async (event) => {
  const action = event.target.closest("[data-save-bar]")?.dataset.saveBar;
  if (action === "save") tell("saveBar.save");
  if (action !== "discard") return;
  if (!discardConfirmation || (await mayLeave())) tell("saveBar.discard");
});

document.getElementById("navigation").addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || event.defaultPrevented || saveBar.hidden) return;
  event.preventDefault();
  await leaveFor(link.href);
});

showNavigation();

// The app is opened only now: what it says first must not be lost.
frame.src = frame.dataset.src;
