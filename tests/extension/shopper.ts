import {
  chromium,
  type Browser,
  type BrowserContext,
  type Frame,
  type Locator,
  type Page,
} from "playwright-core";
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
  private others: BrowserContext[] = [];
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
    this.shop.posted.length = 0;
    this.pageErrors = [];
    const context = await this.opened?.browser.newContext({ viewport: { width: 1280, height: 800 } });
    this.current = await context?.newPage();
    this.page.setDefaultTimeout(4_000);
    this.page.on("pageerror", (error) => this.pageErrors.push(error));
  }

  async leave(): Promise<void> {
    for (const context of this.others.splice(0)) await context.close();
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
    const answer = await this.page.goto(this.shop.url);
    const served = await answer?.text();
    await this.page.evaluate((html) => Reflect.set(window, "served", html), served);
  }

  /** The same page in another tab of the same browser. */
  async secondTab(): Promise<Shopper> {
    const second = new Shopper();
    second.opened = this.opened;
    second.current = await this.page.context().newPage();
    second.page.setDefaultTimeout(4_000);
    await second.page.goto(this.page.url());
    return second;
  }

  /** The page as a browser shows it that runs no scripts. */
  async withoutJavaScript(...shown: Parameters<ShopPage["show"]>): Promise<Page> {
    const context = await this.opened?.browser.newContext({ javaScriptEnabled: false });
    if (!context) throw new Error("The browser is not open yet");
    const page = await context.newPage();
    this.shop.show(...shown);
    await page.goto(this.shop.url);
    this.others.push(context);
    return page;
  }

  /**
   * As the theme does that renders its section anew, e.g. in the theme editor, or for another variant: what scripts put
   * there is gone.
   */
  async renderSectionAnew(variant = "101"): Promise<void> {
    await this.page.evaluate((id) => {
      const section = document.querySelector("#product");
      const fresh = new DOMParser().parseFromString(String(Reflect.get(window, "served")), "text/html");
      const replacement = fresh.querySelector("#product");
      if (!section || !replacement) throw new Error("The page has no section");
      for (const input of replacement.querySelectorAll("input[name=id]")) input.setAttribute("value", id);
      section.outerHTML = replacement.outerHTML;
    }, variant);
  }

  /**
   * As Dawn does: what was rendered anew is put before the old, which is hidden and goes half a second later.
   * Source: github.com/Shopify/dawn, assets/global.js, `HTMLUpdateUtility.viewTransition`.
   */
  async renderSectionBeside(variant: string): Promise<void> {
    await this.page.evaluate((id) => {
      const old = document.querySelector<HTMLElement>("#product");
      const fresh = new DOMParser().parseFromString(String(Reflect.get(window, "served")), "text/html");
      const replacement = fresh.querySelector("#product");
      if (!old || !replacement) throw new Error("The page has no section");
      for (const input of replacement.querySelectorAll("input[name=id]")) input.setAttribute("value", id);
      for (const element of old.querySelectorAll("[id]")) element.id += "-old";
      for (const element of old.querySelectorAll("[form]"))
        element.setAttribute("form", `${element.getAttribute("form") ?? ""}-old`);
      old.insertAdjacentHTML("beforebegin", replacement.outerHTML);
      old.style.display = "none";
      setTimeout(() => {
        old.remove();
      }, 500);
    }, variant);
  }

  /** As themes do that compare the section with what the shop renders now, and keep the elements that are there. */
  async putServedHtmlBack(): Promise<void> {
    await this.page.evaluate(() => {
      const fresh = new DOMParser().parseFromString(String(Reflect.get(window, "served")), "text/html");
      for (const selector of ["customeow-customizer", "#main"]) {
        const [old, served] = [document.querySelector(selector), fresh.querySelector(selector)];
        if (!old || !served) throw new Error(`The page has no ${selector}`);
        for (const { name } of [...old.attributes]) old.removeAttribute(name);
        for (const { name, value } of served.attributes) old.setAttribute(name, value);
        old.replaceChildren(...document.importNode(served, true).childNodes);
      }
    });
  }

  dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  openButton(): Locator {
    return this.page.locator("[data-action=open]");
  }

  addToCart(): Locator {
    return this.page.getByRole("button", { name: "Add to cart" });
  }

  /** What the block says, outside the customizer. */
  async status(): Promise<string> {
    return (await this.page.locator(".customeow-status").innerText()).trim();
  }

  /** What the customizer's box says of its progress, or of what went wrong. */
  async note(role: "status" | "alert" = "status"): Promise<string> {
    return (await this.page.locator(`.customeow-note[role=${role}]`).innerText()).trim();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name });
  }

  /** The line-item property in the theme's own form. */
  property(name = "_customInfoId"): Locator {
    return this.page.locator(`#main input[name="properties[${name}]"]`);
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
    const handle = await this.page.waitForSelector(".customeow-dialog[open] iframe:not([hidden])");
    const frame = await handle.contentFrame();
    if (!frame) throw new Error("The frame has no page");
    await frame.waitForSelector("p");
    return frame;
  }

  /** Opens the customizer, confirms a design there, and waits until the block has said what became of it. */
  async design(id: unknown = DESIGN, preview?: unknown): Promise<void> {
    await this.openButton().click();
    await this.confirm(id, preview);
  }

  /** Confirms a design in the customizer that is open. */
  async confirm(id: unknown = DESIGN, preview?: unknown): Promise<void> {
    const frame = await this.customizer();
    await this.post(frame, { type: "customeow:confirm", customInfoId: id, preview });
    await expect.poll(() => this.status(), { timeout: 4_000 }).not.toBe("");
  }

  /** Posts from that frame to the page, which may be gone by the time it is handled. */
  async send(frame: Frame, message: unknown): Promise<void> {
    await frame.evaluate((sent) => {
      parent.postMessage(sent, "*");
    }, message);
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
    await this.send(frame, message);
    await this.send(frame, "echo");
    await this.page.evaluate(() => Reflect.get(window, "handled") as Promise<void>);
  }
}
