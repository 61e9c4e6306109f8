import { beforeEach, expect, it } from "vitest";
import { exampleShop } from "../admin-api/shop.fixture.ts";
import type { Shop } from "../shop/shop.ts";
import { extensionInfo, themeBlocks } from "./themeBlocks.ts";

const blocks = await themeBlocks("extensions/customizer");
let shop: Shop;

beforeEach(() => {
  shop = exampleShop();
});

function activation(handle: string) {
  const [extension] = extensionInfo(blocks, "customizer", shop);
  return extension?.activations.find((one) => one.handle === handle);
}

it("tells App Bridge of an embed by its place in the page, and of a block by the section", () => {
  expect(activation("cart-designs")).toEqual({
    target: "body",
    handle: "cart-designs",
    name: "Designs in the cart",
    status: "available",
    activations: [],
  });
  expect(activation("customizer")).toMatchObject({ target: "section", status: "available", activations: [] });
});

it("names the published theme for what is switched on, and not for what was switched off again", () => {
  const embed = { block: "cart-designs", settings: {}, enabled: true };
  shop.placedBlocks = [embed];
  expect(activation("cart-designs")).toMatchObject({
    status: "active",
    activations: [{ themeId: "gid://shopify/OnlineStoreTheme/1" }],
  });
  expect(activation("customizer")).toMatchObject({ status: "available" });
  embed.enabled = false;
  expect(activation("cart-designs")).toMatchObject({ status: "available", activations: [] });
});

it("counts each place of a block that was placed twice", () => {
  const placed = { block: "customizer", settings: {}, enabled: true };
  shop.placedBlocks = [placed, { ...placed }];
  const targets = activation("customizer")?.activations.map(({ target }) => target);
  expect(new Set(targets).size).toBe(2);
});
