import type { ReactNode } from "react";

/** A page outside the admin: a title and a few words, in the browser's own clothes. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main style={{ maxWidth: "36rem", margin: "4rem auto", padding: "0 1.5rem", fontSize: "1rem" }}>
      <h1 style={{ fontSize: "1.75rem", lineHeight: 1.25, marginBottom: "1rem" }}>{title}</h1>
      <p style={{ lineHeight: 1.6 }}>{children}</p>
    </main>
  );
}
