/** An instant as CustoMeow writes it: UTC, to the second, `2025-03-07T08:49:19Z`. */
export function instant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
