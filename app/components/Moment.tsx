import { useEffect, useState } from "react";

/** An instant in the merchant's own time and language; in UTC until the browser has taken over from the server. */
export function Moment({ at }: { at: string | Date }) {
  const instant = new Date(at);
  const [text, setText] = useState(() => `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`);
  const iso = instant.toISOString();
  useEffect(() => {
    setText(new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }));
  }, [iso]);
  return <time dateTime={iso}>{text}</time>;
}
