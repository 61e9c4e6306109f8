import { useEffect } from "react";

/** Tells the merchant that something worked, in the admin's own way, once for each new answer of an action. */
export function useToast(answer: { toast?: string } | undefined): void {
  useEffect(() => {
    if (answer?.toast) window.shopify.toast.show(answer.toast);
  }, [answer]);
}
