/** A header takes visible ASCII; anything else is no key, and must not reach `fetch`, whose error would quote it. */
export function canBeKey(apiKey: string): boolean {
  return /^[\x20-\x7e]+$/.test(apiKey) && apiKey.trim() !== "";
}

/** A server may quote the key in what it answers: no failure that leaves this folder holds it. */
export function withoutKey(text: string, apiKey: string): string {
  const sent = apiKey.trim();
  return sent === "" ? text : text.replaceAll(sent, "(API key)");
}
