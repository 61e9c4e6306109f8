import { z } from "zod";
import { type ExternalCustomeow, SandboxUsageError } from "./options.ts";

const PAGE_SIZE = 100;
const MOST_PAGES = 20;

const page = z.object({
  code: z.literal(0),
  data: z.object({ count: z.coerce.number(), list: z.array(z.object({ sku: z.string() })).nullish() }),
});

/**
 * The SKUs of somebody's own CustoMeow store.
 * @throws SandboxUsageError when it does not give them.
 */
export async function listSkus({ apiUrl, apiKey, storeId }: ExternalCustomeow): Promise<string[]> {
  const skus = new Set<string>();
  for (let number = 1; number <= MOST_PAGES; number += 1) {
    const query = new URLSearchParams({ storeId, page: String(number), pageSize: String(PAGE_SIZE) });
    const { count, list } = await readPage(`${apiUrl}/skus?${query.toString()}`, apiKey);
    const known = skus.size;
    for (const { sku } of list ?? []) skus.add(sku);
    if (skus.size === known || skus.size >= count) break;
  }
  return [...skus];
}

async function readPage(url: string, apiKey: string): Promise<z.output<typeof page>["data"]> {
  const answer = await fetch(url, {
    headers: { "X-Api-Key": apiKey },
    signal: AbortSignal.timeout(30_000),
  }).catch((cause: unknown) => {
    throw new SandboxUsageError(`CustoMeow cannot be reached at ${url}.`, { cause });
  });
  const text = await answer.text();
  const parsed = page.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.data;
  throw new SandboxUsageError(
    `CustoMeow did not give its SKUs (${url}, HTTP ${answer.status}): ${text.slice(0, 300)}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
