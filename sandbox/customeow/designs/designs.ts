import { z } from "zod";
import { looks } from "../stores/looks.ts";
import type { Snowflakes } from "../stores/snowflakes.ts";
import type { Sku } from "../stores/stores.ts";
import type { Picture, Pictures } from "./pictures.ts";

export const fonts = ["inter", "lobster"] as const;

/** What a shopper decides, as the customizer page and the control API send it. */
export const designChoice = z.strictObject({
  texts: z.array(z.string().max(200)).max(5).default([]),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "must look like #1a2b3c")
    .default("#1d1d1f"),
  font: z.enum(fonts).default("inter"),
  image: z.string().nullish(),
  /** Of the picture, relative to its own place. */
  pictureSize: z.number().min(0.4).max(1.6).default(1),
});

export type DesignChoice = z.infer<typeof designChoice>;

/** A design as it is kept: all that previews and print files are drawn from. */
export interface Design {
  id: string;
  storeId: string;
  sku: Sku;
  customId: string;
  customVersion: string;
  texts: string[];
  color: string;
  font: (typeof fonts)[number];
  picture: Picture | null;
  pictureSize: number;
  createdAt: string;
}

/** The design says nothing: there is neither a text nor a picture. */
export class EmptyDesignError extends Error {
  override readonly name = "EmptyDesignError";
}

/** Every design that was confirmed, by its customInfoId. */
export class Designs {
  readonly #byId = new Map<string, Design>();
  readonly #pictures: Pictures;
  readonly #snowflakes: Snowflakes;

  constructor(pictures: Pictures, snowflakes: Snowflakes) {
    this.#pictures = pictures;
    this.#snowflakes = snowflakes;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(customInfoId: string): Design | undefined {
    return this.#byId.get(customInfoId);
  }

  all(): Design[] {
    return [...this.#byId.values()];
  }

  clear(): void {
    this.#byId.clear();
    this.#pictures.clear();
  }

  /** @throws EmptyDesignError, PictureError */
  async make(sku: Sku, choice: DesignChoice): Promise<Design> {
    const texts = choice.texts.map((text) => text.trim()).filter((text) => text !== "");
    const picture = choice.image ? await this.#pictures.keep(choice.image) : null;
    if (texts.length === 0 && !picture) throw new EmptyDesignError("Add a text or a picture first.");
    const design: Design = {
      id: this.#snowflakes.next(),
      storeId: sku.storeId,
      sku,
      customId: sku.custom.id,
      customVersion: sku.custom.version,
      texts,
      color: choice.color.toLowerCase(),
      font: choice.font,
      picture,
      pictureSize: choice.pictureSize,
      createdAt: new Date().toISOString(),
    };
    this.#byId.set(design.id, design);
    return design;
  }
}

/** Labels of the design's texts, in the order of the texts. */
export function textLabels(design: Design): string[] {
  const fields = looks[design.sku.look].textFields;
  return design.texts.map(
    (_, index) => fields[index]?.label.replace(" (optional)", "") ?? `Text ${index + 1}`,
  );
}
