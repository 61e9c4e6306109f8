// The app's own entries in the sidebar. The app declares them while it is open; other pages show what it said last.
const list = document.getElementById("app-navigation");
const storageKey = `app-navigation-${list.dataset.app}`;

/** @param {{ label: string; href: string }[]} items Addresses are paths inside the app. */
export function rememberAppNavigation(items) {
  localStorage.setItem(storageKey, JSON.stringify(items));
}

/**
 * @param {string | null} currentPath Path inside the app, null outside of it.
 * @param {(href: string) => void} [open] Opens an entry inside the app; without it the admin goes there.
 */
export function showAppNavigation(currentPath, open) {
  const items = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
  list.replaceChildren(
    ...items.map(({ label, href }) => {
      const link = document.createElement("a");
      link.href = list.dataset.base + href;
      link.textContent = label;
      if (currentPath?.split(/[?#]/)[0] === href.split(/[?#]/)[0]) link.setAttribute("aria-current", "page");
      if (open) {
        link.addEventListener("click", (event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          open(href);
        });
      }
      const entry = document.createElement("li");
      entry.append(link);
      return entry;
    }),
  );
}
