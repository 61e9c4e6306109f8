/** Shopify's global ids: `gid://shopify/{type}/{numeric id}`. */
export function globalId(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

export function parseGlobalId(gid: string): { type: string; id: string } | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)$/.exec(gid);
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : null;
}
