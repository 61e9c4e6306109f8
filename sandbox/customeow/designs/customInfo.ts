import { textLabels, type Design } from "./designs.ts";

const fontNames = { inter: "Inter", lobster: "Lobster" };

const labels: Record<string, Record<string, string>> = {
  de: { Color: "Farbe", Font: "Schriftart", "Your picture": "Ihr Bild", "Name or text": "Name oder Text" },
  fr: { Color: "Couleur", Font: "Police", "Your picture": "Votre image", "Name or text": "Nom ou texte" },
};

/** What a design looks like and consists of (reference, Get custom data). `lang` like `en_US`. */
export function customInfo(design: Design, url: string, lang = "en_US") {
  const translated = labels[lang.slice(0, 2).toLowerCase()] ?? {};
  const label = (text: string) => translated[text] ?? text;
  return {
    preview: {
      effects: [`${url}/previews/${design.id}.png`],
      images: design.picture ? [pictureUrl(design.picture.id, url)] : [],
      texts: design.texts,
    },
    stores: components(design, url).map((component, index) => ({
      id: String(BigInt(design.customId) + BigInt(index + 1)),
      key: "value",
      label: label(component.label),
      moduleType: component.moduleType,
      propertyName: component.moduleType,
      type: "string",
      value: component.value,
    })),
  };
}

export function pictureUrl(pictureId: string, url: string): string {
  return `${url}/pictures/${pictureId}`;
}

function components(design: Design, url: string) {
  const texts = textLabels(design).map((label, index) => ({
    label,
    moduleType: "text",
    value: design.texts[index] ?? "",
  }));
  const look = [
    { label: "Color", moduleType: "color", value: design.color },
    { label: "Font", moduleType: "font", value: fontNames[design.font] },
  ];
  const picture = design.picture
    ? [{ label: "Your picture", moduleType: "image", value: pictureUrl(design.picture.id, url) }]
    : [];
  return [...(texts.length > 0 ? [...texts, ...look] : []), ...picture];
}
