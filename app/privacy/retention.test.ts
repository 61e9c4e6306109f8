import { readFile } from "node:fs/promises";
import { Prisma } from "@prisma/client";
import { expect, it } from "vitest";
import { readSettings } from "../config/settings.ts";
import { retentionOf } from "./retention.ts";

const tables = Prisma.dmmf.datamodel.models.map(({ name }) => name).toSorted();
const page = await readFile(new URL("../../docs/privacy.md", import.meta.url), "utf8");

/** A row for each table: its name, what, why, how long. */
const documented = page
  .split("\n")
  .filter((line) => /^\| \w/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, table = "", , , howLong = ""]) => ({ table, howLong }))
  .filter(({ table }) => table !== "table");

it("says of every table how long its rows are kept, in the code and in the document", () => {
  expect(Object.keys(retentionOf).toSorted()).toEqual(tables);
  expect(documented.map(({ table }) => table).toSorted()).toEqual(tables);
});

it("documents the very days that are kept where nobody says otherwise", () => {
  const variables = {
    SHOPIFY_API_KEY: "k",
    SHOPIFY_API_SECRET: "s",
    SHOPIFY_APP_URL: "https://app.example.com",
  };
  const { retention } = readSettings(variables);
  for (const { table, howLong } of documented) {
    const kept = retentionOf[table];
    if (kept?.kept !== "for days") continue;
    const setting = `RETENTION_${kept.days.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
    expect(howLong, table).toContain(`\`${setting}\` (${retention[kept.days]})`);
  }
});

it("keeps rows of a table that belongs to another no longer than that one", () => {
  for (const [table, kept] of Object.entries(retentionOf))
    if (kept.kept === "with") expect(retentionOf[kept.table]?.kept, table).toMatch(/^(with|for days)$/);
});
