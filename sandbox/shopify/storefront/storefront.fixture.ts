import { createServer, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { listen } from "../admin/localServer.ts";
import { createShop } from "../shop/createShop.ts";
import type { Metafield, Shop, WebhookSubscription } from "../shop/shop.ts";
import { createWebhookSender } from "../webhooks/createWebhookSender.ts";
import { startStorefront } from "./startStorefront.ts";

export const clientSecret = "a-client-secret-of-enough-length";

export function exampleShop(): Shop {
  return createShop({
    domain: "hazel-and-fern.myshopify.com",
    scopes: ["read_orders"],
    app: {
      id: "9001",
      name: "Example App",
      clientId: "example-client-id",
      clientSecret,
      applicationUrl: "http://localhost:1",
      webhookApiVersion: "2026-10",
    },
  });
}

/** Writes what the app would: the connection, and the variants of a product that can be personalized. */
export function connect(shop: Shop, handle: string, customizerUrl = "https://customizer.example"): void {
  const product = productOf(shop, handle);
  const skus = Object.fromEntries(product.variants.map(({ id, sku }) => [id, sku]));
  const installation = `gid://shopify/AppInstallation/${shop.installation.id}`;
  shop.metafields.push(
    metafield(installation, "customeow", "store_id", "single_line_text_field", "122993486726201345"),
    metafield(installation, "customeow", "customizer_url", "single_line_text_field", customizerUrl),
    metafield(installation, "customeow", "connected", "boolean", "true"),
    metafield(
      `gid://shopify/Product/${product.id}`,
      `app--${shop.app.id}`,
      "integrated_variants",
      "json",
      JSON.stringify(skus),
    ),
  );
}

export function productOf(shop: Shop, handle: string) {
  const product = shop.products.find((one) => one.handle === handle);
  if (!product) throw new Error(`The shop has no product ${handle}.`);
  return product;
}

export function variantId(shop: Shop, sku: string): string {
  const variant = shop.products.flatMap(({ variants }) => variants).find((one) => one.sku === sku);
  if (!variant) throw new Error(`The shop has no SKU ${sku}.`);
  return variant.id;
}

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
}

/** The app's end of a webhook: keeps what comes, and answers as it is told. */
export async function startReceiver(
  answer: (received: ReceivedWebhook[]) => number | Promise<number> = () => 200,
) {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      void Promise.resolve(answer(received)).then((status) => {
        response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
      });
    });
  });
  return { ...(await listen(server, 0)), received };
}

/** A storefront whose webhooks go to a receiver. */
export async function openStorefront({ shop = exampleShop(), timeScale = 0.000_01 } = {}) {
  const receiver = await startReceiver();
  const subscriptions: WebhookSubscription[] = ["orders/create", "orders/cancelled", "shop/redact"].map(
    (topic) => ({ topic, address: receiver.url, includeFields: null }),
  );
  const webhooks = createWebhookSender({ shop, subscriptions, timeScale });
  const extensionDirectory = join(import.meta.dirname, "../../../extensions/customizer");
  const storefront = await startStorefront({ port: 0, shop, webhooks, extensionDirectory });
  return {
    shop,
    webhooks,
    received: receiver.received,
    url: storefront.url,
    visitor: () => new Visitor(storefront.url),
    close: async () => {
      await storefront.close();
      await webhooks.close();
      await receiver.close();
    },
  };
}

/** Somebody with a browser: keeps the cart's cookie. */
export class Visitor {
  readonly #url: string;
  #cookie = "";

  constructor(url: string) {
    this.#url = url;
  }

  async send(path: string, request: RequestInit = {}): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.#cookie) headers.set("cookie", this.#cookie);
    const answer = await fetch(this.#url + path, { redirect: "manual", ...request, headers });
    this.#cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? this.#cookie;
    return answer;
  }

  post(path: string, body: unknown): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.send(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async json(path: string): Promise<unknown> {
    return (await this.send(path)).json();
  }
}

function metafield(ownerId: string, namespace: string, key: string, type: string, value: string): Metafield {
  const at = new Date().toISOString();
  return { id: `${ownerId}/${key}`, ownerId, namespace, key, type, value, createdAt: at, updatedAt: at };
}
