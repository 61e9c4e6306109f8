import { instant } from "./instant.ts";
import { looks, type ProductLook, type TemplateKind, type TemplateSeed } from "./looks.ts";
import type { Snowflakes } from "./snowflakes.ts";

/** 0 none, 1 not integrated, 2 integrating, 3 integrated, 4 integration mechanism removed (reference, Get SKU list). */
export type IntegratedStatus = 0 | 1 | 2 | 3 | 4;

export interface SkuSeed {
  sku: string;
  integratedStatus: IntegratedStatus;
  /** Title of the custom feature, e.g. "Custom Mug". */
  customTitle: string;
  look: ProductLook;
  /** Default: the look's own. An empty list: no production file can be made. */
  templates?: TemplateSeed[] | undefined;
}

export interface StoreSeed {
  apiKey: string;
  storeId: string;
  storeName: string;
  skus: SkuSeed[];
  webhookUrl?: string | null | undefined;
}

export interface Template {
  title: string;
  compositeId: string;
  kind: TemplateKind;
  scale: number;
}

export interface Custom {
  id: string;
  title: string;
  version: string;
}

export interface Sku {
  id: string;
  storeId: string;
  sku: string;
  integratedStatus: IntegratedStatus;
  createdAt: string;
  updatedAt: string;
  look: ProductLook;
  /** Kept after the feature is removed: orders that are on their way are still produced. */
  custom: Custom;
  templates: Template[];
  /** Whether it ever had a custom feature: only then can it be ordered. */
  everIntegrated: boolean;
}

export interface Store {
  id: string;
  name: string;
  apiKey: string;
  webhookUrl: string | null;
  skus: Map<string, Sku>;
}

/** Every store, and which of them a key opens. Stores of one merchant may share a key. */
export class Stores {
  readonly #snowflakes: Snowflakes;
  readonly #byId = new Map<string, Store>();
  readonly #byKey = new Map<string, Store[]>();

  constructor(seeds: StoreSeed[], snowflakes: Snowflakes) {
    this.#snowflakes = snowflakes;
    for (const seed of seeds) this.#add(seed);
  }

  all(): Store[] {
    return [...this.#byId.values()];
  }

  keys(): string[] {
    return [...this.#byKey.keys()];
  }

  byId(storeId: string): Store | undefined {
    return this.#byId.get(storeId);
  }

  ofKey(apiKey: string): readonly Store[] | undefined {
    return this.#byKey.get(apiKey);
  }

  addSku(store: Store, seed: SkuSeed): Sku {
    const now = instant(new Date());
    const sku: Sku = {
      id: this.#snowflakes.next(),
      storeId: store.id,
      sku: seed.sku,
      integratedStatus: seed.integratedStatus,
      createdAt: now,
      updatedAt: now,
      look: seed.look,
      custom: this.newCustom(seed.customTitle),
      templates: (seed.templates ?? looks[seed.look].templates).map((one) => this.newTemplate(one)),
      everIntegrated: seed.integratedStatus >= 3,
    };
    store.skus.set(sku.sku, sku);
    return sku;
  }

  newCustom(title: string): Custom {
    return { id: this.#snowflakes.next(), title, version: this.#snowflakes.next() };
  }

  newTemplate(seed: TemplateSeed): Template {
    return {
      title: seed.title,
      kind: seed.kind,
      scale: seed.scale ?? 1,
      compositeId: this.#snowflakes.next(),
    };
  }

  #add(seed: StoreSeed): void {
    if (this.#byId.has(seed.storeId)) throw new Error(`Two stores have the id ${seed.storeId}.`);
    const store: Store = {
      id: seed.storeId,
      name: seed.storeName,
      apiKey: seed.apiKey,
      webhookUrl: seed.webhookUrl ?? null,
      skus: new Map(),
    };
    this.#byId.set(store.id, store);
    this.#byKey.set(store.apiKey, [...(this.#byKey.get(store.apiKey) ?? []), store]);
    for (const sku of seed.skus) this.addSku(store, sku);
  }
}
