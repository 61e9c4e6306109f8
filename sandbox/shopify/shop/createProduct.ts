import { nextId } from "./ids.ts";
import { instantWithOffset } from "./instant.ts";
import type { Product, ProductImage, Variant } from "./shop.ts";

/** What somebody enters in the admin to sell a product. */
export interface ProductListing {
  handle: string;
  title: string;
  descriptionHtml: string;
  productType: string;
  options: { name: string; values: string[] }[];
  pictures: { file: string; altText: string }[];
  variants: {
    sku: string | null;
    /** Decimal, e.g. `"24.00"`. */
    price: string;
    /** One for each option. */
    optionValues: string[];
    /** File of its picture, when it has one of its own. */
    picture?: string;
  }[];
}

/** Shopify gives a product without options a single variant of this name. */
const DEFAULT_TITLE = "Default Title";

export function createProduct(listing: ProductListing): Product {
  const at = instantWithOffset(new Date());
  const images = listing.pictures.map(createImage);
  return {
    id: nextId(),
    handle: listing.handle,
    title: listing.title,
    descriptionHtml: listing.descriptionHtml,
    vendor: "Hazel & Fern",
    productType: listing.productType,
    options: listing.options.length > 0 ? listing.options : [{ name: "Title", values: [DEFAULT_TITLE] }],
    images,
    variants: listing.variants.map((variant) => createVariant(variant, images)),
    createdAt: at,
    updatedAt: at,
  };
}

function createImage({ file, altText }: ProductListing["pictures"][number]): ProductImage {
  return { id: nextId(), path: `/cdn/products/${file}`, altText, width: 800, height: 800 };
}

function createVariant(variant: ProductListing["variants"][number], images: ProductImage[]): Variant {
  const { sku, price, optionValues, picture } = variant;
  return {
    id: nextId(),
    title: optionValues.join(" / ") || DEFAULT_TITLE,
    sku,
    price,
    optionValues: optionValues.length > 0 ? optionValues : [DEFAULT_TITLE],
    availableForSale: true,
    imageId: images.find(({ path }) => path === `/cdn/products/${picture ?? ""}`)?.id ?? null,
  };
}
