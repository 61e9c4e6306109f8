import { createCanvas, loadImage, type SKRSContext2D } from "@napi-rs/canvas";
import { readFile } from "node:fs/promises";
import type { Design } from "../designs/designs.ts";
import { looks, type ProductLook } from "../stores/looks.ts";
import type { Template } from "../stores/stores.ts";
import { drawDesign, type Area, type DrawablePicture } from "./drawDesign.js";
import { registerFonts } from "./fonts.ts";
import { withResolution } from "./pngResolution.ts";

export const PRINT_DOTS_PER_INCH = 300;
export const PREVIEW_PIXELS = 1000;

export const printParts = ["print", "mask"] as const;

/** `print`: the design as it is. `mask`: its outline in white, for the ink that goes below on dark material. */
export type PrintPart = (typeof printParts)[number];

/** The production file: a PNG with transparent background at 300 dots an inch, the size of what is printed. */
export async function renderPrintFile(design: Design, template: Template, part: PrintPart): Promise<Buffer> {
  const full = looks[design.sku.look].printPixels;
  const width = Math.round(full.width * template.scale);
  const height = Math.round(full.height * template.scale);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  await draw(context, { x: 0, y: 0, width, height }, design);
  if (part === "mask") whiten(context, width, height);
  return withResolution(await canvas.encode("png"), PRINT_DOTS_PER_INCH);
}

/** What the shopper saw: the product with the design on it. */
export async function renderPreview(design: Design): Promise<Buffer> {
  const canvas = createCanvas(PREVIEW_PIXELS, PREVIEW_PIXELS);
  const context = canvas.getContext("2d");
  const product = await loadImage(await readFile(productFile(design.sku.look)));
  context.drawImage(product, 0, 0, PREVIEW_PIXELS, PREVIEW_PIXELS);
  const { printArea } = looks[design.sku.look];
  context.beginPath();
  context.rect(printArea.x, printArea.y, printArea.width, printArea.height);
  context.clip();
  await draw(context, printArea, design);
  return canvas.encode("png");
}

export function productFile(look: ProductLook): URL {
  return new URL(`products/${look}.svg`, import.meta.url);
}

async function draw(context: SKRSContext2D, area: Area, design: Design): Promise<void> {
  registerFonts();
  drawDesign(context, area, design, await drawable(context, design));
}

async function drawable(context: SKRSContext2D, design: Design): Promise<DrawablePicture | null> {
  if (!design.picture) return null;
  const image = await loadImage(design.picture.bytes);
  return {
    width: image.width,
    height: image.height,
    draw: (x, y, width, height) => {
      context.drawImage(image, x, y, width, height);
    },
  };
}

function whiten(context: SKRSContext2D, width: number, height: number): void {
  context.globalCompositeOperation = "source-in";
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
}
