import type { OrderChange } from "./orderChange.ts";

/** What CustoMeow says of a line: the id of its design, or null while it has none. */
export interface DesignOfLine {
  platformItemId: string;
  customInfoId: string | null;
}

/**
 * Gives the lines that wait for a design the one that CustoMeow has of them.
 * @returns how many lines got theirs
 */
export function giveDesigns(change: OrderChange, lines: readonly DesignOfLine[]): number {
  const designs = new Map(lines.map((line) => [line.platformItemId, line.customInfoId]));
  let items = 0;
  for (const line of change.lines) {
    const customInfoId = designs.get(line.platformItemId);
    if (!customInfoId) continue;
    // Two may have read of it at the same time.
    if (!change.lineHappens(line, "design_completed", { customInfoId, sentToCustomeow: true })) continue;
    change.tell({ code: "design_completed", parameters: {} }, line);
    items += 1;
  }
  return items;
}
