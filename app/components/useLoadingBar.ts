import { useNavigation } from "@remix-run/react";
import { useEffect } from "react";

/** Shows the admin's own loading bar while the next page is on its way. */
export function useLoadingBar(): void {
  const loading = useNavigation().state === "loading";
  useEffect(() => {
    if (!loading) return;
    window.shopify.loading(true);
    return () => {
      window.shopify.loading(false);
    };
  }, [loading]);
}
