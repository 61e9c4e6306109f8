import type { ProductionState } from "@prisma/client";
import { type Failure, quoted } from "../lifecycle/failures.ts";
import type { Design } from "../read-shopify/mapOrder.ts";

/** What a line's design makes of the line while CustoMeow does not have it. */
export type DesignedLine = { customInfoId: string | null } & (
  | { state: Extract<ProductionState, "queued" | "awaiting_customization" | "cancelled">; failure: null }
  | { state: "failed"; failure: Failure }
);

export function designedLine(design: Design, isCancelled: boolean): DesignedLine {
  switch (design.kind) {
    case "made":
      return {
        state: isCancelled ? "cancelled" : "queued",
        customInfoId: design.customInfoId,
        failure: null,
      };
    case "awaited":
      return {
        state: isCancelled ? "cancelled" : "awaiting_customization",
        customInfoId: null,
        failure: null,
      };
    case "invalid": {
      const { given } = design;
      if (isCancelled) return { state: "cancelled", customInfoId: given, failure: null };
      const failure: Failure = { code: "design_id_invalid", parameters: quoted.given(given) };
      return { state: "failed", customInfoId: given, failure };
    }
  }
}
