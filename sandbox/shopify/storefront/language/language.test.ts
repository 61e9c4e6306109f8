import { describe, expect, it } from "vitest";
import { languageOf, withoutLanguage } from "./language.ts";

const of = (address: string) => languageOf(new URL(address, "http://shop.example"), "en");

describe("the language of a page", () => {
  it("is in front of its address, as markets have it", () => {
    expect(of("/de/products/morning-mug")).toEqual({ locale: "de", root: "/de/" });
    expect(of("/ar")).toEqual({ locale: "ar", root: "/ar/" });
    expect(of("/products/morning-mug")).toEqual({ locale: "en", root: "/" });
  });

  it("can be asked for, also one that the shop does not publish", () => {
    expect(of("/cart?locale=ar")).toEqual({ locale: "ar", root: "/ar/" });
    expect(of("/cart?locale=pt-BR")).toEqual({ locale: "pt-BR", root: "/" });
    expect(of("/cart?locale=<b>")).toEqual({ locale: "en", root: "/" });
  });

  it.each([
    ["/de/cart?a=1", "/cart?a=1"],
    ["/de", "/"],
    ["/de?a=1", "/?a=1"],
    ["/design", "/design"],
    ["/xx/cart", "/xx/cart"],
    ["/en/cart", "/en/cart"],
    ["/cart", "/cart"],
  ])("is taken off: %s is %s", (address, rest) => {
    expect(withoutLanguage(address, "en")).toBe(rest);
  });
});
