export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface DrawableDesign {
  texts: string[];
  /** `#rrggbb` */
  color: string;
  font: "inter" | "lobster";
  pictureSize: number;
}

/** A picture that draws itself: canvas libraries differ in what they accept. */
export interface DrawablePicture {
  width: number;
  height: number;
  draw(x: number, y: number, width: number, height: number): void;
}

export type DrawingContext = Pick<
  CanvasRenderingContext2D,
  "save" | "restore" | "fillStyle" | "textAlign" | "textBaseline" | "font" | "fillText"
> & { measureText(text: string): { width: number } };

/** Draws the design into the area: the picture beside the texts where it is wide, above them where it is not. */
export function drawDesign(
  context: DrawingContext,
  area: Area,
  design: DrawableDesign,
  picture: DrawablePicture | null,
): void;
