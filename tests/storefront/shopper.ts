import { AxeBuilder } from "@axe-core/playwright";
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import { join } from "node:path";
import type { PersonalShop } from "./personalShop.ts";
import { blockText, themeText } from "./texts.ts";
import { devices, type Visited } from "./visits.ts";

const SCREENSHOTS = join(import.meta.dirname, "..", "..", "test-results", "storefront-states");

interface CartLine {
  sku: string;
  quantity: number;
  properties: Record<string, string>;
  selling_plan_allocation?: { selling_plan: { name: string } };
}

/** What a shopper does and sees in the shop, whatever its theme. */
export class Shopper {
  readonly page: Page;
  readonly shop: PersonalShop;
  readonly visited: Visited;
  readonly #name: string;
  readonly #pageErrors: Error[] = [];

  constructor(page: Page, shop: PersonalShop, visited: Visited, name: string) {
    this.page = page;
    this.shop = shop;
    this.visited = visited;
    this.#name = name;
    page.on("pageerror", (error) => this.#pageErrors.push(error));
  }

  expectNoPageError(): void {
    expect(this.#pageErrors).toEqual([]);
  }

  /** @param path without its language, e.g. `/products/morning-mug` */
  async visit(path: string): Promise<void> {
    await this.page.goto(this.address(path));
  }

  address(path: string): string {
    const { theme, locale } = this.visited;
    const url = new URL((locale === "en" ? "" : `/${locale}`) + path, this.shop.url);
    url.searchParams.set("theme", theme);
    return url.href;
  }

  /** Of the screen, in CSS pixels. */
  get width(): number {
    return devices[this.visited.device].width;
  }

  /** What the block says, e.g. `customizer.open`. */
  says(key: string): string {
    return blockText(this.visited.locale, key);
  }

  /** What the theme says, e.g. `products.add_to_cart`. */
  themeSays(key: string): string {
    return themeText(this.visited.locale, key);
  }

  /** The block of the product page, or the one in the quick view. */
  block(within: Locator | Page = this.page): Locator {
    return within.locator("customeow-customizer");
  }

  openButton(within: Locator | Page = this.page): Locator {
    return this.#blockButton("customizer.open", within);
  }

  /** In the place of the former once there is a design. */
  editButton(): Locator {
    return this.#blockButton("customizer.edit", this.page);
  }

  #blockButton(key: string, within: Locator | Page): Locator {
    return this.block(within).getByRole("button", { name: this.says(key), exact: true });
  }

  /** The theme's own button of the product's form. */
  addToCart(): Locator {
    return this.page
      .getByRole("main")
      .getByRole("button", { name: this.themeSays("products.add_to_cart"), exact: true });
  }

  quantity(): Locator {
    return this.page.getByRole("main").getByRole("spinbutton", { name: this.themeSays("cart.quantity") });
  }

  dialog(): Locator {
    return this.page.locator("dialog.customeow-dialog");
  }

  /** A button of the customizer's own head or notes. */
  dialogButton(key: string): Locator {
    return this.dialog().getByRole("button", { name: this.says(key), exact: true });
  }

  customizer(): FrameLocator {
    return this.page.frameLocator("dialog.customeow-dialog iframe:not([hidden])");
  }

  /** Where CustoMeow's page says what the shopper can write on the product. */
  text(): Locator {
    return this.customizer().getByLabel("Name or text");
  }

  async confirm(text: string): Promise<void> {
    await this.text().fill(text);
    await this.customizer().locator("[data-confirm]").click();
  }

  /** Opens the customizer, writes a text on the product, and confirms. */
  async design(text: string): Promise<void> {
    await this.openButton().click();
    await this.confirm(text);
    await expect(this.dialog()).toBeHidden();
  }

  /** Chooses a variant by its options' values, as this theme lets one choose. */
  async choose(...values: string[]): Promise<void> {
    const main = this.page.getByRole("main");
    if (this.visited.theme === "default") {
      for (const value of values) await main.locator("label.pill", { hasText: value }).click();
      return;
    }
    if (this.visited.theme === "plain") {
      const list = main.locator("[data-variant-select]");
      const option = list.locator("option", { hasText: values.join(" / ") });
      await list.selectOption((await option.getAttribute("value")) ?? "");
      return;
    }
    for (const [index, value] of values.entries()) {
      const list = main.locator("[data-option]").nth(index);
      if ((await list.inputValue()) === value) continue;
      const rendered = this.page.waitForResponse(/section_id=/);
      await list.selectOption(value);
      await (await rendered).finished();
    }
  }

  /** The id of the variant with this SKU. */
  variant(sku: string): string {
    const variants = this.shop.shop.products.flatMap((product) => product.variants);
    const id = variants.find((variant) => variant.sku === sku)?.id;
    if (id === undefined) throw new Error(`The shop does not sell ${sku}.`);
    return id;
  }

  /** What the block tells of a design, outside the customizer. */
  status(key: string): Locator {
    return this.block().getByText(this.says(key), { exact: true });
  }

  previews(): Locator {
    return this.block().getByRole("img", { name: this.says("customizer.preview") });
  }

  /** The cart as the shop has it. */
  async cart(): Promise<CartLine[]> {
    const answer = await this.page.request.get(`${this.shop.url}/cart.js`);
    const { items } = (await answer.json()) as { items: CartLine[] };
    return items;
  }

  /** Waits until the theme shows the cart as it does after something was added: its drawer, or its page. */
  async expectCartShown(): Promise<void> {
    if (this.visited.theme === "plain") await expect(this.page).toHaveURL(/\/cart(\?|$)/);
    else await expect(this.page.locator("dialog.drawer[open]")).toBeVisible();
  }

  /** The cart's lines where the theme shows them: in its open drawer, or on the cart's page. */
  cartLines(): Locator {
    return this.page.locator("dialog.drawer[open] .cart-line, main .cart-line");
  }

  /** Changes the quantity of a line on the cart's page. @param index from 0 */
  async setQuantity(index: number, quantity: number): Promise<void> {
    const field = this.cartLines().nth(index).getByRole("spinbutton");
    await field.fill(String(quantity));
    await field.blur();
    if (this.visited.theme === "plain")
      await this.page.getByRole("button", { name: this.themeSays("cart.update") }).click();
  }

  /** Presses Tab until the focus is there, as somebody without a pointer does. */
  async tabTo(wanted: Locator): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await this.page.keyboard.press("Tab");
      if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    }
    throw new Error(`${String(wanted)} cannot be reached with Tab.`);
  }

  /** Keeps a picture of this state, and looks for what would keep somebody from using it. */
  async expectUsable(state: string): Promise<void> {
    // What fades in is looked at when it is there.
    await this.page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
    );
    const block = this.block().first();
    if (await block.isVisible()) await block.scrollIntoViewIfNeeded();
    await this.page.screenshot({ path: join(SCREENSHOTS, this.#name, `${state}.png`) });
    // The customizer's own page is CustoMeow's.
    const { violations } = await new AxeBuilder({ page: this.page })
      .exclude("iframe")
      .options({ resultTypes: ["violations"] })
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}
