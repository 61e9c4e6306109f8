import { z } from "zod";

const range = z
  .strictObject({ least: z.number().min(0), most: z.number().min(0) })
  .refine((value) => value.least <= value.most, { error: "least must not be larger than most" });

/** What can be set at the start, and changed while it runs. README.md says what each means. */
export const settingsSchema = z.strictObject({
  quota: z
    .strictObject({ requests: z.number().int().min(1), windowSeconds: z.number().positive() })
    .default({ requests: 60, windowSeconds: 60 }),
  latencyMilliseconds: range.default({ least: 40, most: 160 }),
  taskSeconds: range.default({ least: 2, most: 6 }),
  errorStatus: z.enum(["ok", "matching"]).default("ok"),
  unknownOrder: z.enum(["error", "null"]).default("error"),
  rejectLinesWithoutDesign: z.boolean().default(false),
  confirmShape: z.enum(["data", "message", "alternate"]).default("data"),
  confirmTiming: z.enum(["once", "repeated", "late"]).default("once"),
  maximumPageSize: z.number().int().min(1).default(100),
});

export type Settings = z.infer<typeof settingsSchema>;

/** A change: what is left out stays as it is. */
export const settingsChange = z.strictObject({
  quota: settingsSchema.shape.quota.unwrap().optional(),
  latencyMilliseconds: range.optional(),
  taskSeconds: range.optional(),
  errorStatus: settingsSchema.shape.errorStatus.unwrap().optional(),
  unknownOrder: settingsSchema.shape.unknownOrder.unwrap().optional(),
  rejectLinesWithoutDesign: z.boolean().optional(),
  confirmShape: settingsSchema.shape.confirmShape.unwrap().optional(),
  confirmTiming: settingsSchema.shape.confirmTiming.unwrap().optional(),
  maximumPageSize: z.number().int().min(1).optional(),
});
