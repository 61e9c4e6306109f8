import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Fact, NoParameters } from "../facts/fact.ts";
import type { Log } from "../log/log.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import { AccessDeniedError, RefusedInWordsError } from "../shopify/graphqlRequest.ts";
import type { CheckoutValidation } from "../shopify/operations/checkoutValidation.ts";

const protection = z.enum(["required", "optional", "off"]);

/**
 * What happens at the checkout with a product that can be personalised and has no design: `required` stops it,
 * `optional` lets it through by the app's rule, `off` is no rule at all.
 */
export type CheckoutProtection = z.output<typeof protection>;

/** The protection as Shopify has it, or why it is not known. */
export type CheckoutProtectionState =
  | { protection: CheckoutProtection; problem: null }
  | { protection: null; problem: CheckoutProtectionProblem };

export type SavedCheckoutProtection =
  { outcome: "saved" } | { outcome: "refused"; problem: CheckoutProtectionProblem };

/** Why the protection could not be read or saved. */
export interface CheckoutProtectionProblems {
  permission_missing: NoParameters;
  not_read: NoParameters;
  nothing_chosen: NoParameters;
  /** In Shopify's words. */
  refused: { words: string };
  not_confirmed: NoParameters;
}

type CheckoutProtectionProblem = Fact<CheckoutProtectionProblems>;

interface CheckoutProtectionServices {
  log: Log;
  shopify: {
    adminApi(shopDomain: string): Pick<AdminApi, "readCheckoutValidation" | "saveCheckoutValidation">;
  };
}

/** The settings page shows more than this, so it waits no longer for Shopify. */
const LONGEST_READ_MILLISECONDS = 4_000;

const PERMISSION_MISSING: CheckoutProtectionProblem = { code: "permission_missing", parameters: {} };

const WANTED: Record<CheckoutProtection, CheckoutValidation> = {
  required: { isEnabled: true, requirement: "required" },
  optional: { isEnabled: true, requirement: "optional" },
  off: { isEnabled: false, requirement: "required" },
};

/** Never throws: if Shopify does not answer, the result says so. */
export async function readCheckoutProtection(
  { shopify, log }: CheckoutProtectionServices,
  shopDomain: string,
): Promise<CheckoutProtectionState> {
  try {
    const reading = shopify.adminApi(shopDomain).readCheckoutValidation();
    return { protection: protectionOf(await inTime(reading)), problem: null };
  } catch (error) {
    log.warn({ err: error, shop: shopDomain }, "the protection of the checkout could not be read");
    return { protection: null, problem: explainReadFailure(error) };
  }
}

/** @param entered one of the three protections, as the form sent it */
export async function saveCheckoutProtection(
  { shopify, log }: CheckoutProtectionServices,
  shopDomain: string,
  entered: unknown,
): Promise<SavedCheckoutProtection> {
  const wanted = protection.safeParse(entered);
  if (!wanted.success) return { outcome: "refused", problem: { code: "nothing_chosen", parameters: {} } };
  try {
    await shopify.adminApi(shopDomain).saveCheckoutValidation(WANTED[wanted.data]);
    return { outcome: "saved" };
  } catch (error) {
    log.warn({ err: error, shop: shopDomain }, "the protection of the checkout could not be saved");
    return { outcome: "refused", problem: explainSaveFailure(error) };
  }
}

function protectionOf(rule: CheckoutValidation | null): CheckoutProtection {
  return rule?.isEnabled ? rule.requirement : "off";
}

/** @throws Error when it takes too long; a later answer is ignored. */
async function inTime<Value>(asked: Promise<Value>): Promise<Value> {
  const answered = new AbortController();
  const tooLate = pause(LONGEST_READ_MILLISECONDS, null, { signal: answered.signal }).then(() => {
    throw new Error(`Shopify gave no answer within ${LONGEST_READ_MILLISECONDS} ms.`);
  });
  try {
    return await Promise.race([asked, tooLate]);
  } finally {
    answered.abort();
  }
}

function explainReadFailure(error: unknown): CheckoutProtectionProblem {
  if (error instanceof AccessDeniedError) return PERMISSION_MISSING;
  return { code: "not_read", parameters: {} };
}

function explainSaveFailure(error: unknown): CheckoutProtectionProblem {
  if (error instanceof AccessDeniedError) return PERMISSION_MISSING;
  if (error instanceof RefusedInWordsError) return { code: "refused", parameters: { words: error.message } };
  return { code: "not_confirmed", parameters: {} };
}
