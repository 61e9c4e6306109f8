/** The shop's state, shared by its storefront, its checkout, its admin and its Admin API. Ids are numeric strings. */

export interface ProductImage {
  id: string;
  /** Path on the storefront, e.g. `/cdn/products/mug.svg`. */
  path: string;
  altText: string;
  width: number;
  height: number;
}

export interface Variant {
  id: string;
  title: string;
  sku: string | null;
  /** Decimal string, e.g. `"24.00"`. */
  price: string;
  /** One value for each of the product's options, in their order. */
  optionValues: string[];
  availableForSale: boolean;
  imageId: string | null;
}

export interface Product {
  id: string;
  handle: string;
  title: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  options: { name: string; values: string[] }[];
  images: ProductImage[];
  variants: Variant[];
  /** ISO 8601 with offset. */
  createdAt: string;
  updatedAt: string;
}

export interface Metafield {
  id: string;
  /** GraphQL global id of the owner: a product, a variant, an order, the app installation. */
  ownerId: string;
  /** As stored: `$app` is resolved to `app--{appId}`. */
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: string;
  updatedAt: string;
}

export interface LineItemProperty {
  name: string;
  value: string;
}

export interface OrderLineItem {
  id: string;
  productId: string | null;
  variantId: string | null;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  quantity: number;
  currentQuantity: number;
  /** Decimal string, of one piece. */
  price: string;
  properties: LineItemProperty[];
}

export interface Order {
  id: string;
  /** Shopify's `name`, e.g. `#1001`. */
  name: string;
  orderNumber: number;
  createdAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  currencyCode: string;
  customer: { firstName: string; lastName: string; email: string; address: string };
  lineItems: OrderLineItem[];
}

/** A block that the merchant placed in the theme editor. */
export interface PlacedBlock {
  /** The extension's block file without its ending, e.g. `customizer`. */
  block: string;
  settings: Record<string, string | boolean | number>;
  enabled: boolean;
}

/** A function of the app at the checkout, as the merchant or the app switched it on. */
export interface Validation {
  id: string;
  /** Of the function, in its `shopify.extension.toml`. */
  functionHandle: string;
  title: string;
  enabled: boolean;
  blockOnFailure: boolean;
}

export interface WebhookSubscription {
  topic: string;
  /** Absolute address. */
  address: string;
  includeFields: string[] | null;
}

export interface AppInstallation {
  /** Numeric id; the global id is `gid://shopify/AppInstallation/{id}`. */
  id: string;
  installed: boolean;
  scopes: string[];
}

/** The app as Shopify's partner side knows it: what `shopify.app.toml` and the Partner dashboard hold. */
export interface RegisteredApp {
  id: string;
  name: string;
  clientId: string;
  clientSecret: string;
  /** Where the admin embeds the app. */
  applicationUrl: string;
  /** `api_version` of the webhooks in the toml. */
  webhookApiVersion: string;
}

export interface Shop {
  id: string;
  name: string;
  /** `something.myshopify.com`. */
  domain: string;
  currencyCode: string;
  email: string;
  locale: string;
  ianaTimezone: string;
  products: Product[];
  metafields: Metafield[];
  orders: Order[];
  /** Blocks of apps in the product template's main section, in order, and the app embeds that were ever saved. */
  placedBlocks: PlacedBlock[];
  validations: Validation[];
  app: RegisteredApp;
  installation: AppInstallation;
  webhookSubscriptions: WebhookSubscription[];
}
