import type { Product, ProductImage } from "../../shop/shop.ts";
import { connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { globalId } from "./globalId.ts";
import type { Model } from "./model.ts";

/** An image with an absolute address on the storefront. The sandbox serves one size: transforms are ignored. */
export function imageModel(image: ProductImage, context: Context): Model {
  const url = new URL(image.path, context.storefrontUrl).href;
  return {
    __typename: "Image",
    id: globalId("ProductImage", image.id),
    altText: image.altText,
    width: image.width,
    height: image.height,
    url,
    src: url,
    originalSrc: url,
    transformedSrc: url,
  };
}

export function mediaModel(image: ProductImage, context: Context): Model {
  return {
    __typename: "MediaImage",
    id: globalId("MediaImage", image.id),
    alt: image.altText,
    mediaContentType: "IMAGE",
    status: "READY",
    fileStatus: "READY",
    image: imageModel(image, context),
    preview: { __typename: "MediaPreviewImage", status: "READY", image: imageModel(image, context) },
  };
}

export function imageConnection(args: unknown, product: Product, context: Context): Model {
  return connection(args, {
    type: "Image",
    items: product.images,
    idOf: (image) => image.id,
    toModel: (image) => imageModel(image, context),
  });
}

export function mediaConnection(args: unknown, images: readonly ProductImage[], context: Context): Model {
  return connection(args, {
    type: "Media",
    items: images,
    idOf: (image) => image.id,
    toModel: (image) => mediaModel(image, context),
  });
}
