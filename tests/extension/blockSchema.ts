import { z } from "zod";

const text = z.string().min(1);
const option = z.strictObject({ value: text, label: text });

/** The settings that the block uses, as Shopify defines them for theme editor input settings. */
const setting = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), content: text, info: text.optional() }),
  z.strictObject({ type: z.literal("paragraph"), content: text }),
  z.strictObject({ type: z.literal("product"), id: text, label: text, autofill: z.boolean().optional() }),
  z.strictObject({
    type: z.literal("text"),
    id: text,
    label: text,
    info: text.optional(),
    default: text.optional(),
    placeholder: text.optional(),
  }),
  z
    .strictObject({
      type: z.literal("select"),
      id: text,
      label: text,
      info: text.optional(),
      options: z.array(option).min(2),
      default: text,
    })
    .refine(
      (select) => select.options.some(({ value }) => value === select.default),
      "the default is one of the options",
    ),
]);

const common = {
  name: text,
  available_if: z
    .string()
    .regex(/^\{\{ app\.metafields\.[a-z_]+\.[a-z_]+ \}\}$/)
    .optional(),
  settings: z.array(setting),
};

/**
 * The schema of an app block, or of an app embed block, in a theme app extension.
 * Source: Shopify, "Configure theme app extensions", Schema.
 */
export const blockSchema = z.discriminatedUnion("target", [
  z.strictObject({
    ...common,
    target: z.literal("section"),
    enabled_on: z.strictObject({ templates: z.array(text).min(1) }),
  }),
  z.strictObject({ ...common, target: z.literal("body") }),
]);

export type BlockSchema = z.infer<typeof blockSchema>;
