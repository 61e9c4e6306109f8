/** An order's items in a few words: the first one's title, and how many more there are. */
export function describeItems({ title, lineItemCount }: { title: string; lineItemCount: number }): string {
  const first = title.trim() || "Item";
  return lineItemCount > 1 ? `${first} and ${lineItemCount - 1} more` : first;
}
