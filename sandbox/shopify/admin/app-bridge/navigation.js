// The app's navigation and the admin's: the address bar follows the app, the sidebar drives the app's own router.
const ADMIN_PARAMETERS = ["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "timestamp"];

function currentPath() {
  const address = new URL(location.href);
  for (const name of ADMIN_PARAMETERS) address.searchParams.delete(name);
  return address.pathname + address.search + address.hash;
}

function tellWhere() {
  if (!isBouncePage) tell("navigated", { path: currentPath(), title: document.title });
}

for (const name of ["pushState", "replaceState"]) {
  const original = history[name].bind(history);
  history[name] = (...args) => {
    original(...args);
    tellWhere();
  };
}
window.addEventListener("popstate", tellWhere);
window.addEventListener("hashchange", tellWhere);

// Apps that route on the client listen for `shopify:navigate`; for the others the link is clicked.
let navigateListeners = 0;
for (const target of [window, document]) {
  const add = target.addEventListener.bind(target);
  const remove = target.removeEventListener.bind(target);
  target.addEventListener = (type, ...rest) => {
    if (type === "shopify:navigate") navigateListeners += 1;
    add(type, ...rest);
  };
  target.removeEventListener = (type, ...rest) => {
    if (type === "shopify:navigate") navigateListeners -= 1;
    remove(type, ...rest);
  };
}

const NAV_MENUS = "ui-nav-menu, s-app-nav";
const NAV_LINKS = ["ui-nav-menu", "s-app-nav"].flatMap((menu) => [`${menu} a`, `${menu} s-link`]).join(", ");

onTold("navigate", ({ href }) => {
  const link = [...document.querySelectorAll(NAV_LINKS)].find((one) => one.getAttribute("href") === href);
  if (!link) location.assign(href);
  else if (navigateListeners > 0) link.dispatchEvent(new Event("shopify:navigate", { bubbles: true }));
  else link.click();
});

let toldMenu = "";
function tellMenu() {
  const links = [...document.querySelectorAll(NAV_LINKS)];
  const items = links
    .filter((link) => link.getAttribute("rel") !== "home")
    .map((link) => ({ label: link.textContent.trim(), href: link.getAttribute("href") }));
  const menu = JSON.stringify(items);
  if (menu === toldMenu || !document.querySelector(NAV_MENUS)) return;
  toldMenu = menu;
  tell("navMenu", { items });
}

/** Where an address lies in the admin, or null for an address elsewhere. */
function adminPath(href) {
  const short = /^shopify:\/*admin(\/.*)?$/i.exec(href);
  if (short) return short[1] || "/";
  const address = new URL(href, location.href);
  if (address.host === "admin.shopify.com")
    return address.href.slice(address.origin.length).replace(/^\/store\/[^/]+/, "");
  if (address.host === config.shop && address.pathname.startsWith("/admin")) {
    return address.href.slice(address.origin.length + "/admin".length) || "/";
  }
  return null;
}

const plainOpen = window.open.bind(window);
window.open = (href = "", target = "_blank", features) => {
  const path = adminPath(String(href));
  if (path !== null && target === "_blank") return plainOpen(adminOrigin + path, target, features);
  if (path !== null) tell("open", { path });
  else if (isEmbedded && (target === "_top" || target === "_parent"))
    tell("leave", { href: new URL(href, location.href).href });
  else return plainOpen(href, target, features);
  return null;
};

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || adminPath(link.getAttribute("href")) === null) return;
    event.preventDefault();
    window.open(link.getAttribute("href"), link.target || "_top");
  },
  true,
);
