import { z } from "zod";
import type { Product, ProductImage, Variant } from "../../shop/shop.ts";
import { connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { globalId } from "./globalId.ts";
import { imageConnection, imageModel, mediaConnection, mediaModel } from "./images.ts";
import { metafieldFields } from "./metafields.ts";
import { type Model, unmodelled } from "./model.ts";
import { parseSearch, type Searchable } from "./searchQuery.ts";

const listArguments = z.object({ query: z.string().nullish(), sortKey: z.string().nullish() });

interface VariantOfProduct {
  product: Product;
  variant: Variant;
}

export function productModel(product: Product, context: Context): Model {
  const id = globalId("Product", product.id);
  const [featured] = product.images;
  return {
    __typename: "Product",
    id,
    legacyResourceId: product.id,
    handle: product.handle,
    title: product.title,
    descriptionHtml: product.descriptionHtml,
    vendor: product.vendor,
    productType: product.productType,
    status: "ACTIVE",
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    hasOnlyDefaultVariant: product.options.length === 0,
    onlineStoreUrl: new URL(`/products/${product.handle}`, context.storefrontUrl).href,
    featuredImage: featured ? imageModel(featured, context) : null,
    featuredMedia: featured ? mediaModel(featured, context) : null,
    images: (args: unknown) => imageConnection(args, product, context),
    media: (args: unknown) => mediaConnection(args, product.images, context),
    options: product.options.map((option, index) => ({
      __typename: "ProductOption",
      id: globalId("ProductOption", `${product.id}${index}`),
      name: option.name,
      position: index + 1,
      values: option.values,
    })),
    variants: (args: unknown) =>
      variantConnection(
        args,
        product.variants.map((variant) => ({ product, variant })),
        context,
      ),
    variantsCount: { __typename: "Count", count: product.variants.length, precision: "EXACT" },
    ...metafieldFields(id, context),
  };
}

export function variantModel({ product, variant }: VariantOfProduct, context: Context): Model {
  const id = globalId("ProductVariant", variant.id);
  const image = variantImage(product, variant);
  return {
    __typename: "ProductVariant",
    id,
    legacyResourceId: variant.id,
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    price: variant.price,
    availableForSale: variant.availableForSale,
    position: product.variants.indexOf(variant) + 1,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    selectedOptions: product.options.map((option, index) => ({
      __typename: "SelectedOption",
      name: option.name,
      value: variant.optionValues[index] ?? "",
    })),
    image: image ? imageModel(image, context) : null,
    media: (args: unknown) => mediaConnection(args, image ? [image] : [], context),
    product: () => productModel(product, context),
    ...metafieldFields(id, context),
  };
}

/** The variant's own picture, as Shopify stores it: none means that the product's is shown. */
export function variantImage(product: Product, variant: Variant): ProductImage | undefined {
  return product.images.find((image) => image.id === variant.imageId);
}

export function findProduct(id: string, context: Context): Product | undefined {
  return context.shop.products.find((product) => product.id === id);
}

export function findVariant(id: string, context: Context): VariantOfProduct | undefined {
  return allVariants(context).find(({ variant }) => variant.id === id);
}

export function products(args: unknown, context: Context): Model {
  const { query, sortKey } = listArguments.parse(args);
  const matches = parseSearch(query);
  const items = context.shop.products.filter((product) => matches(searchableProduct(product)));
  return connection(args, {
    type: "Product",
    items: items.toSorted(byProductKey(sortKey ?? "ID")),
    idOf: (product) => product.id,
    toModel: (product) => productModel(product, context),
  });
}

export function productVariants(args: unknown, context: Context): Model {
  const { query, sortKey } = listArguments.parse(args);
  if (sortKey && sortKey !== "ID") throw unmodelled(`sorting variants by ${sortKey}`);
  const matches = parseSearch(query);
  const items = allVariants(context).filter((item) => matches(searchableVariant(item)));
  return variantConnection(
    args,
    items.toSorted((one, other) => byId(one.variant, other.variant)),
    context,
  );
}

function allVariants(context: Context): VariantOfProduct[] {
  return context.shop.products.flatMap((product) =>
    product.variants.map((variant) => ({ product, variant })),
  );
}

function variantConnection(args: unknown, items: VariantOfProduct[], context: Context): Model {
  return connection(args, {
    type: "ProductVariant",
    items,
    idOf: ({ variant }) => variant.id,
    toModel: (item) => variantModel(item, context),
  });
}

function searchableProduct(product: Product): Searchable {
  return {
    id: { number: product.id },
    title: { text: [product.title] },
    handle: { text: [product.handle] },
    vendor: { text: [product.vendor] },
    product_type: { text: [product.productType] },
    status: { text: ["active"] },
    sku: { text: product.variants.map((variant) => variant.sku ?? "") },
    created_at: { instant: product.createdAt },
    updated_at: { instant: product.updatedAt },
  };
}

function searchableVariant({ product, variant }: VariantOfProduct): Searchable {
  return {
    id: { number: variant.id },
    product_id: { number: product.id },
    sku: { text: [variant.sku ?? ""] },
    title: { text: [variant.title] },
    updated_at: { instant: product.updatedAt },
  };
}

function byProductKey(sortKey: string): (one: Product, other: Product) => number {
  switch (sortKey) {
    case "ID":
      return byId;
    case "TITLE":
      return (one, other) => one.title.localeCompare(other.title);
    case "CREATED_AT":
      return (one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt) || byId(one, other);
    case "UPDATED_AT":
      return (one, other) => Date.parse(one.updatedAt) - Date.parse(other.updatedAt) || byId(one, other);
    default:
      throw unmodelled(`sorting products by ${sortKey}`);
  }
}

function byId(one: { id: string }, other: { id: string }): number {
  return Number(BigInt(one.id) - BigInt(other.id));
}
