import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const EVERY_MILLISECONDS = 1_500;

/** Reads the page's data again and again while `active`, and not while nobody sees the page. */
export function useLiveRefresh(active: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== "idle") return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") revalidate();
    }, EVERY_MILLISECONDS);
    return () => {
      clearInterval(timer);
    };
  }, [active, state, revalidate]);
}
