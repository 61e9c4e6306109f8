import type { Product, ProductImage, Variant } from "../shop/shop.ts";
import { toCents } from "./money.ts";

/**
 * `/products/{handle}.js`, in cents. Source: shopify.dev, "Product API reference" of the Ajax API.
 * @param root - What addresses begin with in the visitor's language.
 */
export function productResource(product: Product, root: string) {
  const prices = product.variants.map(({ price }) => toCents(price));
  return {
    id: Number(product.id),
    title: product.title,
    handle: product.handle,
    description: product.descriptionHtml,
    published_at: product.createdAt,
    created_at: product.createdAt,
    vendor: product.vendor,
    type: product.productType,
    tags: [],
    price: Math.min(...prices),
    price_min: Math.min(...prices),
    price_max: Math.max(...prices),
    price_varies: new Set(prices).size > 1,
    available: product.variants.some(({ availableForSale }) => availableForSale),
    variants: product.variants.map((variant) => variantResource(product, variant)),
    images: product.images.map(({ path }) => path),
    featured_image: product.images[0]?.path ?? null,
    options: product.options.map(({ name, values }, index) => ({ name, position: index + 1, values })),
    url: `${root}products/${product.handle}`,
    requires_selling_plan: false,
  };
}

export function variantResource(product: Product, variant: Variant) {
  const [option1 = null, option2 = null, option3 = null] = variant.optionValues;
  return {
    id: Number(variant.id),
    title: variant.title,
    option1,
    option2,
    option3,
    options: variant.optionValues,
    sku: variant.sku,
    name: variantName(product, variant),
    available: variant.availableForSale,
    price: toCents(variant.price),
    featured_image: imageResource(imageOf(product, variant)),
    requires_shipping: true,
    taxable: true,
  };
}

export function variantName(product: Product, variant: Variant): string {
  return variant.title === "Default Title" ? product.title : `${product.title} - ${variant.title}`;
}

/** The variant's own picture, or the product's first. */
export function imageOf(product: Product, variant: Variant): ProductImage | undefined {
  return product.images.find(({ id }) => id === variant.imageId) ?? product.images[0];
}

export function imageResource(image: ProductImage | undefined) {
  return image
    ? { id: Number(image.id), src: image.path, alt: image.altText, width: image.width, height: image.height }
    : null;
}
