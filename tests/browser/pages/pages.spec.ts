import { expect, type Page, test } from "@playwright/test";
import { sandboxAddresses } from "../startSandbox.ts";
import { linksOnPage, menuLinks, shownFrame } from "./links.ts";
import { type PageRoutes, readPageRoutes } from "./pageRoutes.ts";
import { placeOrders } from "./placeOrders.ts";
import { pressEverything } from "./pressEverything.ts";
import { type BrowserWatch, watchBrowser } from "./watchBrowser.ts";

const HOME = "/app";
/** An address that no page has. */
const NOWHERE = "/app/no-such-page";
/** No link leads to these. */
const UNLINKED = ["/", NOWHERE];
/** Orders in several states look different; more of a kind would show nothing new. */
const MOST_OF_A_KIND = 3;

const windows = [
  { name: "wide", width: 1280, height: 900 },
  { name: "phone", width: 390, height: 844 },
];

test.beforeAll(async ({ browser }) => {
  await placeOrders();
  const page = await browser.newPage();
  const ready = page.frameLocator("iframe").getByRole("row", { name: "Ready" });
  // A list in which nothing moves does not look for orders that came since.
  await expect(async () => {
    await page.goto(inAdmin("/app/orders"));
    await expect(ready).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await page.close();
});

for (const { name, width, height } of windows)
  test(`every page works by its navigation and by its address (${name})`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await keepChangesFromTheApp(page);
    const watch = watchBrowser(page, ({ pathname }) => pathname === NOWHERE);
    const routes = await readPageRoutes();

    const linked = await walkTheNavigation(page, routes, watch);
    for (const pattern of routes.patterns) {
      const addresses = [...linked, ...UNLINKED].filter((address) => routes.patternOf(address) === pattern);
      expect(addresses, `no link leads to ${pattern}`).not.toEqual([]);
      for (const [index, address] of addresses.slice(0, MOST_OF_A_KIND).entries())
        await test.step(`by its address: ${address}`, async () => {
          await page.goto(address.startsWith(HOME) ? inAdmin(address) : sandboxAddresses().app + address);
          const alive = await comesToLife(page);
          await watch.quiet();
          await page.screenshot({
            path: `test-results/pages/${name}${pattern.replaceAll(/\W+/g, "-")}-${index}.png`,
          });
          await expectNoTrouble(page, watch, `${pattern}, opened by its address`);
          expect(alive, `${pattern}: whether it hears what is pressed`).toBe(true);
          const pressed = await pressEverything(shownFrame(page), () => watch.quiet());
          await expectNoTrouble(page, watch, `${pattern}, after pressing ${pressed.join(", ")}`);
        });
    }
  });

/** Follows the menu, and on each page the links to pages that the menu does not have. @returns all addresses met */
async function walkTheNavigation(page: Page, routes: PageRoutes, watch: BrowserWatch): Promise<string[]> {
  const met = new Set<string>([HOME]);
  const walked = new Set<string | null>();
  await page.goto(inAdmin(HOME));
  await watch.quiet();
  await expectNoTrouble(page, watch, "the home page");
  for (;;) {
    walked.add(routes.patternOf(pathShown(page)));
    const menu = await menuLinks(page);
    const inMenu = menu.map(({ address }) => address);
    const deeper = (await linksOnPage(page)).filter(({ address }) => !inMenu.includes(address));
    const links = [...deeper, ...menu].filter(({ address }) => routes.patternOf(address) !== null);
    for (const { address } of links) met.add(address);

    const next = links.find(({ address }) => !walked.has(routes.patternOf(address)));
    if (next === undefined) return [...met];
    await test.step(`by a link: ${next.address}`, async () => {
      await next.click();
      await watch.quiet();
      await expectNoTrouble(page, watch, `${next.address}, opened by a link`);
      await expect.poll(() => pathShown(page)).toBe(next.address);
      await watch.quiet();
    });
  }
}

/** @returns whether React has taken the page over from the server, without which no press is heard */
async function comesToLife(page: Page): Promise<boolean> {
  const isAlive = () =>
    Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactProps$"));
  const alive = () => shownFrame(page).evaluate(isAlive);
  return expect(() => expect(alive()).resolves.toBe(true))
    .toPass({ timeout: 10_000 })
    .then(
      () => true,
      () => false,
    );
}

async function expectNoTrouble(page: Page, watch: BrowserWatch, where: string): Promise<void> {
  expect(watch.takeTroubles(), where).toEqual([]);
  const tooWide = await shownFrame(page).evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(tooWide, `${where}: it can be scrolled sideways`).toBeLessThanOrEqual(0);
}

/** What would change something is answered here, so that every button can be pressed and the sandbox stays as it is. */
async function keepChangesFromTheApp(page: Page): Promise<void> {
  await page.route(
    ({ origin }) => origin === sandboxAddresses().app,
    (route) => (route.request().method() === "GET" ? route.continue() : route.fulfill({ json: {} })),
  );
}

function pathShown(page: Page): string {
  return new URL(shownFrame(page).url()).pathname;
}

function inAdmin(address: string): string {
  return `${sandboxAddresses().admin}/apps/customeow${address}`;
}
