import { z } from "zod";

/**
 * Every kind of run over many rows of a shop: what it is asked with, and what tells how far it is. Definitions only,
 * so that who starts a run imports none of the code that does it.
 */
export const bulkRunCatalogue = {
  /** Deletes every row of a shop that removed the app. */
  "erase-shop": {
    parameters: z.object({ shopDomain: z.string(), receivedUpTo: z.iso.datetime() }),
    /** A step of the erasure, and the key up to which its rows are gone. */
    cursor: z.object({ step: z.string(), after: z.string() }),
  },
  /** Tells the storefront which variants can be personalised. */
  "publish-storefront": {
    parameters: z.object({}),
    /** Empty once the connection was told. */
    cursor: z.object({ productId: z.string() }),
  },
  /** Takes up what waited for a connection to CustoMeow, or for a key that it accepts. */
  "resume-waiting-orders": {
    parameters: z.object({}),
    cursor: z.object({ stage: z.enum(["orders", "items", "files"]), after: z.string() }),
  },
  /** Tries everything again that failed and that another try may mend. */
  "retry-failed": {
    parameters: z.object({}),
    cursor: z.object({ lineItemId: z.string() }),
    skipsAfterTries: 5,
  },
} as const satisfies Record<string, BulkRunDefinition>;

interface BulkRunDefinition {
  parameters: z.ZodType;
  cursor: z.ZodType;
  /** After an item went wrong so often in a row, the run goes on without it. Left out where it never does. */
  skipsAfterTries?: number;
}

export type BulkRunKind = keyof typeof bulkRunCatalogue;
export type BulkRunParameters<Kind extends BulkRunKind> = z.output<
  (typeof bulkRunCatalogue)[Kind]["parameters"]
>;
export type BulkRunCursor<Kind extends BulkRunKind> = z.output<(typeof bulkRunCatalogue)[Kind]["cursor"]>;

/** Who had a run started: a person in the shop, Shopify, or the app itself as something changed. */
export type BulkRunAsker = "merchant" | "shopify" | "app";

export const skipsAfterTries = (kind: BulkRunKind): number => {
  const definition: BulkRunDefinition = bulkRunCatalogue[kind];
  return definition.skipsAfterTries ?? Number.POSITIVE_INFINITY;
};
