/** Somebody else's words with one full stop, whether they came with one or not. */
export function sentence(words: string): string {
  return `${words.trim().replace(/(?<![.。\s])[.。\s]+$/, "")}.`;
}
