import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { CheckoutProtection } from "../../shops/checkoutProtection.ts";

/**
 * Whether the checkout stops products that lack their design; null until Shopify has said so, or where it does not.
 * Asked once the page is there, which does not wait for it.
 */
export function useCheckoutProtected(): boolean | null {
  const { load, data } = useFetcher<{ checkoutProtection: { protection: CheckoutProtection | null } }>();
  useEffect(() => {
    load("/app/settings");
  }, [load]);
  const protection = data?.checkoutProtection.protection ?? null;
  return protection === null ? null : protection === "required";
}
