import type { Shop } from "@prisma/client";
import type { Sql } from "sql-template-tag";
import type { UnreadableItem } from "../read-shopify/mapOrder.ts";

/** The shop whose order is applied. */
export type ApplyingShop = Pick<Shop, "id" | "domain" | "installedAt">;

/** What came of a version of an order. */
export type AppliedOrder =
  | { outcome: "recorded" | "changed" }
  /** It says nothing that was not known. */
  | { outcome: "unchanged" | "outdated" }
  | { outcome: "nothing_customised" }
  /** Nobody asked for it to be made: the app was not there when it was placed. */
  | { outcome: "before_installation" }
  /** It is so old that, if it was recorded, it was deleted. */
  | { outcome: "forgotten" }
  /** A personalised line of it could not be read. */
  | { outcome: "unreadable"; item: UnreadableItem };

/** What is noted in the same commit, such as what came of the delivery that told of the order. */
export type AlongsideApplied = (applied: AppliedOrder, onlyIf: Sql) => Sql[];
