import type { CheckoutProtectionProblems } from "../../shops/checkoutProtection.ts";
import type { Wording } from "../wording.ts";

export const checkoutProtectionProblems: Wording<CheckoutProtectionProblems> = {
  permission_missing: () =>
    "The app does not have the permission to manage checkout rules yet. Close the app, open it again in your Shopify admin and approve the new permission; if Shopify asks for none, contact support.",
  not_read: () =>
    "Shopify did not say whether the protection is on. Everything else works as before: reload this page in a minute.",
  nothing_chosen: () => "Choose what happens at the checkout.",
  refused: ({ words }) => words,
  not_confirmed: () =>
    "Shopify did not confirm the change. Reload this page to see what applies now, and try again.",
};
