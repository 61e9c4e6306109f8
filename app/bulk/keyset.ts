/** Comes before the id of every row: where a reading by ids begins. */
export const BEFORE_EVERY_ID = "00000000-0000-0000-0000-000000000000";
