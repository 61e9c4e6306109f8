import type { ProductionState } from "@prisma/client";
import type { Design } from "./mapOrder.ts";

/** What a line's design makes of the line while CustoMeow does not have it. */
export interface LineState {
  state: Extract<ProductionState, "queued" | "awaiting_customization" | "failed" | "cancelled">;
  customInfoId: string | null;
  failureCode: string | null;
  failureReason: string | null;
}

export function lineState(design: Design, isCancelled: boolean): LineState {
  const common = { failureCode: null, failureReason: null };
  switch (design.kind) {
    case "made":
      return { ...common, state: isCancelled ? "cancelled" : "queued", customInfoId: design.customInfoId };
    case "awaited":
      return { ...common, state: isCancelled ? "cancelled" : "awaiting_customization", customInfoId: null };
    case "invalid": {
      const { given, failure } = design;
      if (isCancelled) return { ...common, state: "cancelled", customInfoId: given };
      return {
        state: "failed",
        customInfoId: given,
        failureCode: failure.code,
        failureReason: failure.reason,
      };
    }
  }
}
