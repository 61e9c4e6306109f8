import { test as base } from "@playwright/test";
import { openPersonalShop, type PersonalShop } from "./personalShop.ts";
import { Shopper } from "./shopper.ts";
import type { Visited } from "./visits.ts";

export interface VisitOptions {
  visited: Visited;
}

interface Fixtures extends VisitOptions {
  shop: PersonalShop;
  shopper: Shopper;
}

/** A test in each theme, on each device, in both directions: see visits.ts. Each has a shop as it was opened. */
export const test = base.extend<Fixtures, { openedShop: PersonalShop }>({
  visited: [{ theme: "default", device: "desktop", locale: "en" }, { option: true }],
  openedShop: [
    async ({}, provide) => {
      const opened = await openPersonalShop();
      await provide(opened);
      await opened.close();
    },
    { scope: "worker" },
  ],
  shop: async ({ openedShop }, provide) => {
    await openedShop.reset();
    await provide(openedShop);
  },
  shopper: async ({ page, shop, visited }, provide, { project }) => {
    const shopper = new Shopper(page, shop, visited, project.name);
    await provide(shopper);
    shopper.expectNoPageError();
  },
});

export { expect } from "@playwright/test";
