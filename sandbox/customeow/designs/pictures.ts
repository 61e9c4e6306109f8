import { createHash } from "node:crypto";
import { loadImage } from "@napi-rs/canvas";

const MAXIMUM_BYTES = 10_000_000;
const DATA_URL = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/=]+)$/;

export interface Picture {
  /** SHA-256 of the bytes: the same picture is kept once, however many designs use it. */
  id: string;
  contentType: string;
  bytes: Buffer;
}

/** Why a picture was refused, in words for the shopper. */
export class PictureError extends Error {
  override readonly name = "PictureError";
}

/** The shoppers' pictures. */
export class Pictures {
  readonly #byId = new Map<string, Picture>();

  get(id: string): Picture | undefined {
    return this.#byId.get(id);
  }

  clear(): void {
    this.#byId.clear();
  }

  /** @throws PictureError when it is no PNG, JPEG or WebP, is too large, or cannot be decoded. */
  async keep(dataUrl: string): Promise<Picture> {
    const [, format, base64] = DATA_URL.exec(dataUrl) ?? [];
    if (format === undefined || base64 === undefined)
      throw new PictureError("The picture must be a PNG, JPEG or WebP file.");
    const bytes = Buffer.from(base64, "base64");
    if (bytes.length > MAXIMUM_BYTES) throw new PictureError("The picture is larger than 10 MB.");
    const id = createHash("sha256").update(bytes).digest("hex");
    const known = this.#byId.get(id);
    if (known) return known;

    await loadImage(bytes).catch((cause: unknown) => {
      throw new PictureError("The picture cannot be read.", { cause });
    });
    const picture: Picture = { id, contentType: `image/${format}`, bytes };
    this.#byId.set(id, picture);
    return picture;
  }
}
