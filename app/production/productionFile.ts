import type { Database } from "../database/database.ts";
import { endingOf } from "../downloads/fileTypes.ts";

/** A file to be handed to the merchant. */
export interface DownloadableFile {
  url: string;
  /** For the merchant's disk: order, SKU, template and number, in characters that every system takes. */
  name: string;
}

/** Null where the shop has no such file. */
export async function findProductionFile(
  database: Database,
  shopId: string,
  fileId: string,
): Promise<DownloadableFile | null> {
  const file = await database.productionFile.findFirst({
    where: { id: fileId, shopId },
    include: {
      task: { include: { lineItem: { include: { order: { select: { platformOrderNo: true } } } } } },
    },
  });
  if (file === null) return null;
  const { lineItem } = file.task;
  const numbers = [lineItem.position + 1, file.task.position + 1, file.position + 1].join("-");
  return { url: file.url, name: fileName([lineItem.order.platformOrderNo, lineItem.sku, numbers], file.url) };
}

/** @param parts of the name, in order; the ending is that of the URL's path, where it is one of a production file. */
export function fileName(parts: string[], url: string): string {
  const stem = parts
    .map((part) => part.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replaceAll(/^[-.]+|(?<!-)-+$/g, ""))
    .filter(Boolean);
  return `${stem.join("_") || "production-file"}${endingOf(url)}`;
}
