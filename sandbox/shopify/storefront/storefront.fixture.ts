import { createServer, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { listen } from "../admin/localServer.ts";
import { createShop } from "../shop/createShop.ts";
import type { Metafield, Shop, Validation, WebhookSubscription } from "../shop/shop.ts";
import { createWebhookSender } from "../webhooks/createWebhookSender.ts";
import { startStorefront } from "./startStorefront.ts";
import type { ValidateCart } from "./validation/validateCart.ts";

export const clientSecret = "a-client-secret-of-enough-length";

/** The id of the CustoMeow store that the examples are connected to. */
export const EXAMPLE_STORE = "122993486726201345";

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

/** Writes what the app would: the connection, and the variants of a product that can be personalized, all of them. */
export function connect(shop: Shop, handle: string, customizerUrl = "https://customizer.example"): void {
  connectStore(shop, customizerUrl);
  integrate(
    shop,
    productOf(shop, handle).variants.flatMap(({ sku }) => sku ?? []),
  );
}

/** Writes what the app would of the CustoMeow store that the shop is connected to. */
export function connectStore(shop: Shop, customizerUrl: string): void {
  const installation = `gid://shopify/AppInstallation/${shop.installation.id}`;
  shop.metafields.push(
    metafield(installation, "customeow", "store_id", "single_line_text_field", EXAMPLE_STORE),
    metafield(installation, "customeow", "customizer_url", "single_line_text_field", customizerUrl),
    metafield(installation, "customeow", "connected", "boolean", "true"),
  );
}

/** Writes what the app would of the variants with these SKUs: that they can be personalized. */
export function integrate(shop: Shop, skus: readonly string[]): void {
  for (const product of shop.products) {
    const integrated = product.variants.filter(({ sku }) => sku !== null && skus.includes(sku));
    if (integrated.length === 0) continue;
    const value = JSON.stringify(Object.fromEntries(integrated.map(({ id, sku }) => [id, sku])));
    const owner = `gid://shopify/Product/${product.id}`;
    shop.metafields.push(metafield(owner, `app--${shop.app.id}`, "integrated_variants", "json", value));
  }
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

interface StorefrontSetup {
  shop?: Shop;
  timeScale?: number;
  extensionDirectory?: string;
  validateCart?: ValidateCart;
}

/** The rule at the checkout for which `validateCart` is asked. */
export const exampleValidation: Validation = {
  id: "8001",
  functionHandle: "checkout-validation",
  title: "Example rule",
  enabled: true,
  blockOnFailure: false,
};

/**
 * A storefront whose webhooks go to a receiver. Its carts are always right, unless a validation is given, so that it
 * does not depend on what the app thinks of them.
 */
export async function openStorefront({
  shop = exampleShop(),
  timeScale = 0.000_01,
  extensionDirectory = join(import.meta.dirname, "../../../extensions/customizer"),
  validateCart = () => Promise.resolve([]),
}: StorefrontSetup = {}) {
  const receiver = await startReceiver();
  shop.validations = [{ ...exampleValidation }];
  const subscriptions: WebhookSubscription[] = [
    "orders/create",
    "orders/updated",
    "orders/cancelled",
    "shop/redact",
  ].map((topic) => ({ topic, address: receiver.url, includeFields: null }));
  const webhooks = createWebhookSender({ shop, subscriptions, timeScale });
  const storefront = await startStorefront({ port: 0, shop, webhooks, extensionDirectory, validateCart });
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

/** Somebody with a browser: keeps cookies. */
export class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  async send(path: string, request: RequestInit = {}): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.#cookies.size > 0)
      headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(this.#url + path, { redirect: "manual", ...request, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";")[0]?.split("=") ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }

  post(path: string, body: unknown): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.send(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async json(path: string): Promise<unknown> {
    return (await this.send(path)).json();
  }

  async text(path: string): Promise<string> {
    return (await this.send(path)).text();
  }
}

function metafield(ownerId: string, namespace: string, key: string, type: string, value: string): Metafield {
  const at = new Date().toISOString();
  return { id: `${ownerId}/${key}`, ownerId, namespace, key, type, value, createdAt: at, updatedAt: at };
}
