import { chromium, type Browser, type Frame, type Locator, type Page } from "playwright-core";
import { expect } from "vitest";
import { chromiumLaunch } from "../browser/chromium.ts";
import { startShopPage, type ShopPage } from "./shopPage.ts";

export const DESIGN = "1738498753377198091";
export const OTHER_DESIGN = "1738498753377198092";

interface Opened {
  browser: Browser;
  shop: ShopPage;
}

/** What a shopper does and sees on the product page. */
export class Shopper {
  private opened: Opened | undefined;
  private current: Page | undefined;
  private pageErrors: Error[] = [];

  async start(): Promise<void> {
    const { launchOptions } = await chromiumLaunch();
    // Processes and origins kept apart, as in a shopper's browser: what is tested here depends on them.
    const browser = await chromium.launch({ ...launchOptions, args: ["--no-sandbox"] });
    this.opened = { browser, shop: await startShopPage() };
  }

  async stop(): Promise<void> {
    await this.opened?.browser.close();
    await this.opened?.shop.close();
  }

  async arrive(): Promise<void> {
    this.shop.customizerRequests.length = 0;
    this.pageErrors = [];
    const context = await this.opened?.browser.newContext({ viewport: { width: 1280, height: 800 } });
    this.current = await context?.newPage();
    this.page.setDefaultTimeout(4_000);
    this.page.on("pageerror", (error) => this.pageErrors.push(error));
  }

  async leave(): Promise<void> {
    await this.page.context().close();
    expect(this.pageErrors).toEqual([]);
  }

  get shop(): ShopPage {
    if (!this.opened) throw new Error("The shop is not open yet");
    return this.opened.shop;
  }

  get page(): Page {
    if (!this.current) throw new Error("No page is open yet");
    return this.current;
  }

  async visit(...shown: Parameters<ShopPage["show"]>): Promise<void> {
    this.shop.show(...shown);
    await this.page.goto(this.shop.url);
  }

  dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  openButton(): Locator {
    return this.page.locator("[data-part=open]");
  }

  addToCart(): Locator {
    return this.page.getByRole("button", { name: "Add to cart" });
  }

  status(): Locator {
    return this.page.locator(".customeow-status");
  }

  /** The line-item property in the theme's own form. */
  property(): Locator {
    return this.page.locator('#main input[name="properties[_customInfoId]"]');
  }

  async select(variant: string): Promise<void> {
    await this.page.locator("#picker").selectOption(variant);
  }

  /** What the theme sent to the cart, in order. */
  added(): Promise<Record<string, string>[]> {
    return this.page.evaluate(() => Reflect.get(window, "added") as Record<string, string>[]);
  }

  /** The customizer's page inside the block's visible frame. */
  async customizer(): Promise<Frame> {
    const handle = await this.page.waitForSelector("customeow-customizer iframe:not([hidden])");
    const frame = await handle.contentFrame();
    if (!frame) throw new Error("The frame has no page");
    await frame.waitForSelector("p");
    return frame;
  }

  /** Opens the customizer and confirms a design there. */
  async design(id: unknown = DESIGN, preview?: unknown): Promise<void> {
    await this.openButton().click();
    await this.post(await this.customizer(), { type: "customeow:confirm", customInfoId: id, preview });
  }

  /** Posts from that frame to the page, and returns when the page has handled it. */
  async post(frame: Frame, message: unknown): Promise<void> {
    await this.page.evaluate(() => {
      const handled = new Promise<void>((resolve) => {
        addEventListener("message", ({ data }) => {
          if (data === "echo") resolve();
        });
      });
      Reflect.set(window, "handled", handled);
    });
    await frame.evaluate((sent) => {
      parent.postMessage(sent, "*");
      parent.postMessage("echo", "*");
    }, message);
    await this.page.evaluate(() => Reflect.get(window, "handled") as Promise<void>);
  }
}
