import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { refreshPause } from "./refreshPause.ts";

/**
 * Reads the page's data again and again while `active`, ever more seldom until `news` changes, and not while nobody
 * sees the page.
 */
export function useLiveRefresh(active: boolean, news: string): void {
  const { revalidate, state } = useRevalidator();
  const quiet = useRef(0);
  useEffect(() => {
    quiet.current = 0;
  }, [news]);
  useEffect(() => {
    if (!active || state !== "idle") return;
    const refresh = () => {
      if (document.visibilityState !== "visible") return;
      quiet.current += 1;
      revalidate();
    };
    const timer = setTimeout(refresh, refreshPause(quiet.current));
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [active, state, revalidate]);
}
