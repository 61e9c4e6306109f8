import type { IncomingMessage, ServerResponse } from "node:http";
import { extensionFile } from "./extensionFiles.ts";
import { bodyOf, startLocalSite } from "./localSite.ts";
import { renderBlock, type BlockOptions } from "./renderBlock.ts";
import { themePage, type ThemeOptions } from "./themePage.ts";

/** SKU by variant id. Variant 103 is not integrated; the customizer never comes up for `NEVER-MOUNTS`. */
const SKUS = { "101": "MUG-WHITE", "102": "MUG-BLUE", "104": "NEVER-MOUNTS" };

type Block = Omit<BlockOptions, "customizerUrl">;

export interface ShopPage {
  /** Address of the product page; what it shows is set with `show`. */
  url: string;
  customizerUrl: string;
  /** Paths that were asked of the customizer, in order. */
  customizerRequests: string[];
  /** What forms that the browser sent by itself added to the cart, in order. */
  posted: Record<string, string>[];
  show(block: Block, theme?: ThemeOptions): void;
  /** The block's HTML, as a theme gets it that renders its section anew. */
  block(block: Block): Promise<string>;
  close(): Promise<void>;
}

/** A shop with one product page and a plain cart, and a customizer on an origin of its own. */
export async function startShopPage(): Promise<ShopPage> {
  const customizerRequests: string[] = [];
  const posted: Record<string, string>[] = [];
  const customizer = await startLocalSite((request, response) => {
    customizerRequests.push(request.url ?? "");
    response.setHeader("content-type", "text/html").end(CUSTOMIZER);
  });
  const block = (options: Block) => renderBlock({ skus: SKUS, ...options, customizerUrl: customizer.url });
  let page = Promise.resolve("");
  const shop = await startLocalSite((request, response) => {
    void answer(request, response, posted, () => page);
  });
  return {
    url: shop.url,
    customizerUrl: customizer.url,
    customizerRequests,
    posted,
    show(options, theme = {}) {
      page = block(options).then((html) => themePage(html, theme));
    },
    block,
    async close() {
      await Promise.all([shop.close(), customizer.close()]);
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  posted: Record<string, string>[],
  page: () => Promise<string>,
): Promise<void> {
  const path = request.url ?? "";
  const asset = /^\/assets\/(customizer\.(?:js|css))$/.exec(path)?.[1];
  if (request.method === "POST") {
    posted.push(Object.fromEntries(new URLSearchParams(await bodyOf(request))));
    response.writeHead(302, { location: "/en/cart" }).end();
  } else if (asset) {
    const type = asset.endsWith(".js") ? "text/javascript" : "text/css";
    response.setHeader("content-type", `${type}; charset=utf-8`).end(extensionFile(`assets/${asset}`));
  } else {
    const html = path === "/en/cart" ? "<!doctype html><title>Cart</title><h1>Your cart</h1>" : await page();
    response.setHeader("content-type", "text/html; charset=utf-8").end(html);
  }
}

/** The real one loads on its own; this one says it is mounted and leaves the rest to the test. */
const CUSTOMIZER = `<!doctype html><title>Customizer</title><body><p>Customizer</p><script>
  const mounts = !location.search.includes("NEVER-MOUNTS");
  const mount = () => parent.postMessage({ type: "customeow:mount" }, "*");
  if (mounts) mount();
  window.received = [];
  addEventListener("message", ({ data, origin }) => {
    received.push({ type: data.type, origin });
    if (mounts && data.type === "customeow:reload") mount();
  });
</script>`;
