import { expect, it } from "vitest";
import { explainSku } from "./explainSku.ts";

const variant = {
  variantId: "1",
  productId: "2",
  productTitle: "Morning Mug",
  variantTitle: "White",
  imageUrl: null,
};

it("promises the customizer only for an integrated SKU with a variant", () => {
  const promised = (["none", "not_integrated", "integrating", "integrated", "removed"] as const).filter(
    (integratedStatus) => explainSku({ integratedStatus, variants: [variant] }).look.tone === "success",
  );
  expect(promised).toEqual(["integrated"]);
  expect(explainSku({ integratedStatus: "integrated", variants: [] }).look.tone).toBe("warning");
});

it("says what to do about a SKU that no variant has, whatever CustoMeow thinks of it", () => {
  expect(explainSku({ integratedStatus: "removed", variants: [] }).why).toContain(
    "Give it to one in Shopify",
  );
});
