/** What a product looks like in the customizer, and what is printed on it. */
export const productLooks = [
  "mug",
  "t-shirt",
  "tote-bag",
  "phone-case",
  "poster",
  "ornament",
  "gift-card",
] as const;

export type ProductLook = (typeof productLooks)[number];

export const templateKinds = ["print", "print-and-mask"] as const;

/** `print`: one resource. `print-and-mask`: the print file, then a white underbase mask. */
export type TemplateKind = (typeof templateKinds)[number];

export interface TemplateSeed {
  title: string;
  kind: TemplateKind;
  /** Of the look's print size. Default 1. */
  scale?: number | undefined;
}

/** A rectangle in the product picture, which is 1000 by 1000. */
export interface PrintArea {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Look {
  name: string;
  printArea: PrintArea;
  /** At 300 dots an inch. Same proportions as the print area. */
  printPixels: { width: number; height: number };
  textFields: { label: string; placeholder: string; maximumLength: number }[];
  templates: TemplateSeed[];
}

const name = { label: "Name or text", placeholder: "Olivia", maximumLength: 24 };
const secondLine = { label: "Second line (optional)", placeholder: "since 2019", maximumLength: 40 };

export const looks: Record<ProductLook, Look> = {
  mug: {
    name: "Mug",
    printArea: { x: 165, y: 385, width: 450, height: 200 },
    printPixels: { width: 2700, height: 1200 },
    textFields: [name, secondLine],
    templates: [{ title: "Mug wrap", kind: "print" }],
  },
  "t-shirt": {
    name: "T-shirt",
    printArea: { x: 350, y: 320, width: 300, height: 360 },
    printPixels: { width: 2400, height: 2880 },
    textFields: [name, secondLine],
    templates: [
      { title: "Front print", kind: "print-and-mask" },
      { title: "Neck label", kind: "print", scale: 0.25 },
    ],
  },
  "tote-bag": {
    name: "Tote bag",
    printArea: { x: 330, y: 480, width: 340, height: 340 },
    printPixels: { width: 2400, height: 2400 },
    textFields: [name, secondLine],
    templates: [{ title: "Bag front", kind: "print-and-mask" }],
  },
  "phone-case": {
    name: "Phone case",
    printArea: { x: 350, y: 390, width: 300, height: 450 },
    printPixels: { width: 900, height: 1350 },
    textFields: [name, secondLine],
    templates: [{ title: "Case back", kind: "print-and-mask" }],
  },
  poster: {
    name: "Poster",
    printArea: { x: 260, y: 160, width: 480, height: 640 },
    printPixels: { width: 2400, height: 3200 },
    textFields: [
      name,
      secondLine,
      { label: "Small print (optional)", placeholder: "48.2° N, 16.4° E", maximumLength: 40 },
    ],
    templates: [{ title: "Poster", kind: "print" }],
  },
  ornament: {
    name: "Ornament",
    printArea: { x: 350, y: 430, width: 300, height: 270 },
    printPixels: { width: 1200, height: 1080 },
    textFields: [name, secondLine],
    templates: [{ title: "Engraving", kind: "print" }],
  },
  "gift-card": {
    name: "Gift card",
    printArea: { x: 190, y: 355, width: 620, height: 290 },
    printPixels: { width: 1860, height: 870 },
    textFields: [name, { label: "Greeting (optional)", placeholder: "With love", maximumLength: 60 }],
    templates: [],
  },
};
