import type { Frame, Locator, Page } from "@playwright/test";

/** A link to a page of the app, and that page's path. */
export interface PageLink {
  address: string;
  click: () => Promise<void>;
}

/** The app's frame in the admin, or the page itself where it is opened outside of it. */
export function shownFrame(page: Page): Frame {
  return page.frame({ name: "app-iframe" }) ?? page.mainFrame();
}

/** What the app's menu in the admin leads to. On a phone the menu is opened first. */
export function menuLinks(page: Page): Promise<PageLink[]> {
  const menuButton = page.getByRole("button", { name: "Menu", expanded: false });
  return linksAmong(page.locator("#app-navigation a"), async () => {
    if (await menuButton.isVisible()) await menuButton.click();
  });
}

/** What the page itself leads to. */
export function linksOnPage(page: Page): Promise<PageLink[]> {
  return linksAmong(shownFrame(page).locator("main a"));
}

async function linksAmong(all: Locator, prepare = async () => {}): Promise<PageLink[]> {
  const paths = await all.evaluateAll((anchors) =>
    anchors.map((anchor) => (anchor as HTMLAnchorElement).pathname),
  );
  return paths.map((path, index) => {
    const address = path.replace(/^\/apps\/[^/]+/, "");
    const click = async () => {
      await prepare();
      await all.nth(index).click();
    };
    return { address, click };
  });
}
