import { join } from "node:path";
import { customeowSkus } from "../../sandbox/catalogue.ts";
import type { Settings } from "../../sandbox/customeow/settings.ts";
import { startCustomeow } from "../../sandbox/customeow/start.ts";
import type { PlacedBlock, Shop } from "../../sandbox/shopify/shop/shop.ts";
import {
  connectStore,
  EXAMPLE_STORE,
  exampleShop,
  integrate,
  openStorefront,
} from "../../sandbox/shopify/storefront/storefront.fixture.ts";
import { functionExtension } from "../../sandbox/shopify/storefront/validation/functionExtension.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const INTEGRATED = 3;
const INTEGRATED_SKUS = customeowSkus
  .filter(({ integratedStatus }) => integratedStatus === INTEGRATED)
  .map(({ sku }) => sku);

/** A shop whose merchant has installed, connected and switched on everything, and the CustoMeow store behind it. */
export interface PersonalShop {
  url: string;
  customizerUrl: string;
  shop: Shop;
  /** As the merchant sets the block in the theme editor; what is left out has its default. */
  setBlock(settings: PlacedBlock["settings"]): void;
  /** `POST /sandbox/storefront`: sold-out SKUs, embeds, faults of the cart. */
  change(storefront: Record<string, unknown>): Promise<void>;
  /** The customizer answers nothing but errors, or works again. */
  breakCustomizer(broken: boolean): Promise<void>;
  /** How often and when the customizer confirms one design: the sandbox's setting `confirmTiming`. */
  confirms(timing: Settings["confirmTiming"]): Promise<void>;
  /** The merchant's CustoMeow store is connected, or not yet. */
  connect(connected: boolean): void;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Shop and CustoMeow in this process: the block asks no server of the app, so there is none. */
export async function openPersonalShop(): Promise<PersonalShop> {
  const customeow = await startCustomeow({
    port: 0,
    apiKey: "a-key",
    storeId: EXAMPLE_STORE,
    skus: customeowSkus,
    latencyMilliseconds: { least: 0, most: 0 },
  });
  const shop = exampleShop();
  const validateCart = functionExtension(join(ROOT, "extensions", "checkout-validation"));
  const storefront = await openStorefront({ shop, validateCart });
  const customizerUrl = `${customeow.url}/client`;
  const connect = (connected: boolean) => {
    shop.metafields = [];
    if (!connected) return;
    connectStore(shop, customizerUrl);
    integrate(shop, INTEGRATED_SKUS);
  };
  const setBlock = (settings: PlacedBlock["settings"]) => {
    for (const placed of shop.placedBlocks) if (placed.block === "customizer") placed.settings = settings;
  };
  const change = (asked: Record<string, unknown>) => post(`${storefront.url}/sandbox/storefront`, asked);
  const breakCustomizer = async (broken: boolean) => {
    await fetch(`${customeow.url}/sandbox/faults`, { method: "DELETE" });
    if (broken)
      await post(`${customeow.url}/sandbox/faults`, {
        fault: "status",
        endpoints: ["customizer"],
        status: 503,
      });
  };
  const confirms = (confirmTiming: Settings["confirmTiming"]) =>
    send("PUT", `${customeow.url}/sandbox/settings`, { confirmTiming });
  return {
    url: storefront.url,
    customizerUrl: customeow.url,
    shop,
    setBlock,
    change,
    breakCustomizer,
    confirms,
    connect,
    reset: async () => {
      connect(true);
      setBlock({});
      await change({ soldOut: [], appEmbeds: ["cart-designs"], addToCart: null });
      await breakCustomizer(false);
      await confirms("once");
    },
    close: async () => {
      await storefront.close();
      await customeow.close();
    },
  };
}

const post = (url: string, body: unknown) => send("POST", url, body);

async function send(method: "POST" | "PUT", url: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}
