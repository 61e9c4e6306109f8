/** One drawing for the browser's live preview and for the print file, so that both show the same. */

const FAMILIES = { inter: '600 100px "Inter", sans-serif', lobster: '400 100px "Lobster", cursive' };
const MEASURED_AT = 100;
const LINE_HEIGHT = 1.18;
const SMALLER_LINES = 0.52;
const WIDE = 1.4;

/** Draws the design into the area: the picture beside the texts where it is wide, above them where it is not. */
export function drawDesign(context, area, design, picture) {
  const texts = design.texts.filter((text) => text.trim() !== "");
  const places = placesIn(inset(area), texts.length > 0, picture !== null);
  if (picture) drawPicture(places.picture, design.pictureSize, picture);
  if (texts.length > 0) drawTexts(context, places.texts, texts, design);
}

function placesIn(area, hasTexts, hasPicture) {
  if (!hasTexts || !hasPicture) return { picture: area, texts: area };
  const { x, y, width, height } = area;
  if (width / height > WIDE) {
    const share = width * 0.36;
    return {
      picture: { x, y, width: share, height },
      texts: { x: x + share + width * 0.03, y, width: width * 0.61, height },
    };
  }
  const share = height * 0.6;
  return {
    picture: { x, y, width, height: share },
    texts: { x, y: y + share + height * 0.03, width, height: height * 0.37 },
  };
}

function drawPicture(place, size, picture) {
  const scale = Math.min(place.width / picture.width, place.height / picture.height) * Math.min(size, 1.6);
  const width = picture.width * scale;
  const height = picture.height * scale;
  picture.draw(place.x + (place.width - width) / 2, place.y + (place.height - height) / 2, width, height);
}

function drawTexts(context, place, texts, design) {
  context.save();
  context.fillStyle = design.color;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = FAMILIES[design.font];

  const shares = texts.map((_, index) => (index === 0 ? 1 : SMALLER_LINES));
  const widest = Math.max(...texts.map((text, index) => context.measureText(text).width * shares[index]));
  const linesHigh = shares.reduce((sum, share) => sum + share * LINE_HEIGHT, 0);
  const size = Math.min((place.width / widest) * MEASURED_AT, place.height / linesHigh, place.height * 0.62);

  let top = place.y + (place.height - linesHigh * size) / 2;
  texts.forEach((text, index) => {
    const lineHeight = size * shares[index] * LINE_HEIGHT;
    context.font = FAMILIES[design.font].replace(`${MEASURED_AT}px`, `${size * shares[index]}px`);
    context.fillText(text, place.x + place.width / 2, top + lineHeight / 2);
    top += lineHeight;
  });
  context.restore();
}

function inset({ x, y, width, height }) {
  const margin = Math.min(width, height) * 0.05;
  return { x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin };
}
