const NO_ROW = "00000000-0000-0000-0000-000000000000";

/** An id from an address or a form, as one of our rows' ids. What is none names no row. */
export function rowId(value: unknown): string {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : NO_ROW;
}
