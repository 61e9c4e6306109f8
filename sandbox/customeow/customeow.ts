import { Designs } from "./designs/designs.ts";
import { Pictures } from "./designs/pictures.ts";
import { Faults } from "./faults/faults.ts";
import { Orders } from "./orders/orders.ts";
import { Quotas } from "./quota/quotas.ts";
import { RequestLog } from "./requests/requestLog.ts";
import type { Settings } from "./settings.ts";
import { seededRandom } from "./stores/random.ts";
import { Snowflakes } from "./stores/snowflakes.ts";
import { Stores, type StoreSeed } from "./stores/stores.ts";
import { Tasks } from "./tasks/tasks.ts";
import { Webhooks } from "./webhooks/webhooks.ts";

/** All that the stand-in knows, in memory. Its servers and its control API share one of these. */
export interface Customeow {
  /** Its own address, for links to files; known once it listens. */
  url: string;
  settings: Settings;
  random: () => number;
  stores: Stores;
  pictures: Pictures;
  designs: Designs;
  orders: Orders;
  tasks: Tasks;
  quotas: Quotas;
  requests: RequestLog;
  faults: Faults;
  webhooks: Webhooks;
  productPictureUrl: (sku: string) => string | null;
}

export function createCustomeow(
  stores: StoreSeed[],
  settings: Settings,
  seed: number,
  productPictureUrl: Customeow["productPictureUrl"],
): Customeow {
  const snowflakes = new Snowflakes();
  const random = seededRandom(seed);
  const known = new Stores(stores, snowflakes);
  const pictures = new Pictures();
  return {
    url: "",
    settings,
    random,
    stores: known,
    pictures,
    designs: new Designs(pictures, snowflakes),
    orders: new Orders(snowflakes),
    tasks: new Tasks(snowflakes, settings, random),
    quotas: new Quotas(known.keys(), settings),
    requests: new RequestLog(),
    faults: new Faults(snowflakes),
    webhooks: new Webhooks(snowflakes),
    productPictureUrl,
  };
}
