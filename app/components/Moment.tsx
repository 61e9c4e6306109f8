import { useSyncExternalStore } from "react";

/** An instant in the merchant's own time and language; in UTC until the browser has taken over from the server. */
export function Moment({ at }: { at: string | Date }) {
  const iso = new Date(at).toISOString();
  const text = useSyncExternalStore(
    neverChanges,
    () => new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }),
    () => `${iso.slice(0, 16).replace("T", " ")} UTC`,
  );
  return <time dateTime={iso}>{text}</time>;
}

const neverChanges = () => () => undefined;
