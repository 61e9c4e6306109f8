import { z } from "zod";
import { asCleanText } from "./cleanText.ts";
import { call, type Connection } from "./http.ts";
import type { CustomeowResult } from "./failure.ts";
import { compositeId, type CustomInfoId, list, text } from "./ids.ts";

/** Most values are texts; whatever else comes is kept readable. */
const choiceValue = z.unknown().optional().transform(asCleanText);

const customInfo = z.object({
  id: text,
  customInfo: z.object({
    preview: z
      .object({ effects: list(z.string()), images: list(z.string()), texts: list(z.string()) })
      .nullish()
      .transform((preview) => preview ?? { effects: [], images: [], texts: [] }),
    stores: list(
      z.object({
        id: text,
        key: text,
        label: text,
        moduleType: text,
        propertyName: text,
        type: text,
        value: choiceValue,
      }),
    ),
  }),
});

const templates = z.object({
  // The key is singular in the reference.
  template: list(z.object({ title: text, compositeId })),
});

/** What a shopper designed. */
export interface CustomInfo {
  /** Preview images of the finished product. */
  effects: string[];
  /** The shopper's own pictures. */
  images: string[];
  /** The shopper's own texts. */
  texts: string[];
  /** Every component of the customizer with the shopper's choice. */
  choices: {
    id: string;
    key: string;
    label: string;
    moduleType: string;
    propertyName: string;
    type: string;
    value: string;
  }[];
}

/** A template from which production files of a design can be made. */
export type Template = z.output<typeof templates>["template"][number];

/** `GET /custom-info/{id}`. @param language of the labels, as in `en_US`. */
export async function readCustomInfo(
  connection: Connection,
  id: CustomInfoId,
  language: string,
): Promise<CustomeowResult<CustomInfo>> {
  const read = await call(connection, {
    name: "GET /custom-info/{id}",
    kind: "read",
    path: `/custom-info/${id}`,
    query: { lang: language },
    value: customInfo,
  });
  if (!read.ok) return read;
  const { preview, stores } = read.value.customInfo;
  return { ok: true, value: { ...preview, choices: stores } };
}

/** `GET /custom-info/{id}/templates`: none, one or several. */
export async function listTemplates(
  connection: Connection,
  id: CustomInfoId,
): Promise<CustomeowResult<Template[]>> {
  const read = await call(connection, {
    name: "GET /custom-info/{id}/templates",
    kind: "read",
    path: `/custom-info/${id}/templates`,
    value: templates,
  });
  return read.ok ? { ok: true, value: read.value.template } : read;
}
