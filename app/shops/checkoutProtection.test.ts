import { describe, expect, it } from "vitest";
import { createLog } from "../log/log.ts";
import { AccessDeniedError, AdminApiError, RefusedInWordsError } from "../shopify/graphqlRequest.ts";
import type { CheckoutValidation } from "../shopify/operations/checkoutValidation.ts";
import { readCheckoutProtection, saveCheckoutProtection } from "./checkoutProtection.ts";

/** A shop whose rule at the checkout is kept here; with a failure, Shopify answers with that alone. */
function shopWith(rule: CheckoutValidation | null, failure: Error | null = null) {
  const kept = { rule };
  const answer = <Value>(value: () => Value): Promise<Value> =>
    failure ? Promise.reject(failure) : Promise.resolve(value());
  const services = {
    log: createLog("silent"),
    shopify: {
      adminApi: () => ({
        readCheckoutValidation: () => answer(() => kept.rule),
        saveCheckoutValidation: (wanted: CheckoutValidation) =>
          answer(() => {
            kept.rule = wanted;
          }),
      }),
    },
  };
  return {
    kept,
    read: () => readCheckoutProtection(services, "shop.myshopify.com"),
    save: (entered: unknown) => saveCheckoutProtection(services, "shop.myshopify.com", entered),
  };
}

const deniedScope = new AccessDeniedError("Shopify refused ReadValidations", {});

describe("the protection of the checkout", () => {
  it.each([
    [null, "off"],
    [{ isEnabled: false, requirement: "required" }, "off"],
    [{ isEnabled: false, requirement: "optional" }, "off"],
    [{ isEnabled: true, requirement: "required" }, "required"],
    [{ isEnabled: true, requirement: "optional" }, "optional"],
  ] as const)("of the rule %j is %s", async (rule, protection) => {
    expect(await shopWith(rule).read()).toEqual({ protection, problem: null });
  });

  it.each(["required", "optional", "off"])("is what was saved last: %s", async (protection) => {
    const shop = shopWith({ isEnabled: true, requirement: "optional" });
    expect(await shop.save(protection)).toEqual({ outcome: "saved" });
    expect(await shop.read()).toEqual({ protection, problem: null });
  });

  it.each([null, "", "Required", "on", 1, { protection: "off" }])(
    "stays as it was when %j was chosen",
    async (entered) => {
      const rule = { isEnabled: true, requirement: "optional" } as const;
      const shop = shopWith(rule);
      expect(await shop.save(entered)).toEqual({
        outcome: "refused",
        problem: { code: "nothing_chosen", parameters: {} },
      });
      expect(shop.kept.rule).toBe(rule);
    },
  );
});

describe("without Shopify's consent", () => {
  it("the merchant is told to approve the permission that the app lacks", async () => {
    const shop = shopWith(null, deniedScope);
    const problem = { code: "permission_missing", parameters: {} };
    expect(await shop.read()).toEqual({ protection: null, problem });
    expect(await shop.save("required")).toEqual({ outcome: "refused", problem });
  });

  it("the merchant reads Shopify's words where it has some for merchants", async () => {
    const words = "Shopify refused the rule at the checkout: Cannot have more than 25 active rules.";
    const refusal = new RefusedInWordsError(words, [{ message: "Cannot have more than 25 active rules." }]);
    expect(await shopWith(null, refusal).save("required")).toEqual({
      outcome: "refused",
      problem: { code: "refused", parameters: { words } },
    });
  });

  it.each([
    new Error("ECONNRESET"),
    new AdminApiError("Shopify refused CreateValidation: Syntax Error", {}),
    new AdminApiError("Shopify gave no result for validationCreate.", null),
  ])("the merchant reads nothing technical: $message", async (failure) => {
    const shop = shopWith(null, failure);
    expect(await shop.read()).toEqual({
      protection: null,
      problem: { code: "not_read", parameters: {} },
    });
    expect(await shop.save("off")).toEqual({
      outcome: "refused",
      problem: { code: "not_confirmed", parameters: {} },
    });
  });
});
