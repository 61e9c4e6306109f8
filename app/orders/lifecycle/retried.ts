/** Why what the merchant asked for cannot be done; words are made in app/wording. */
export type NotPossible =
  | "not_there"
  | "order_not_refused"
  | "design_id_wrong"
  | "design_deleted"
  | "design_settled"
  | "order_already_sent"
  | "item_cancelled"
  | "file_being_made"
  | "file_made_again"
  | "item_not_failed";

/** What came of a merchant's wish to have something tried again. */
export type Retried = { outcome: "retried" } | { outcome: "not_possible"; reason: NotPossible };

export const NOT_THERE: Retried = { outcome: "not_possible", reason: "not_there" };
