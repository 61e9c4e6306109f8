import sql, { type Sql as Statement } from "sql-template-tag";

/**
 * Search in a list, for text that contains what is searched for. What is often found stands near the list's beginning,
 * and is found there by looking its next rows through; what is not is seldom, and is found by the index of pieces. So
 * neither reads the whole list.
 */

/** So many rows are looked through before the index is asked. */
export const LOOKED_THROUGH = 500;

/** Whether a searched text contains what is searched for, without regard to case. */
export function contains(text: Statement, search: string): Statement {
  return sql`strpos(lower(${text}), lower(${search})) > 0`;
}

/**
 * The texts of a shop in which all pieces of what is searched for stand; whether they stand together is for `contains`.
 * @param searched a table with an index of `search_pieces("shopId", "text", 1, 3)`
 */
export function hasPieces(searched: Statement, shopId: string, search: string): Statement {
  // No piece in the index is longer.
  const length = Math.min(Array.from(search).length, 3);
  return sql`
    search_pieces(${searched}."shopId", ${searched}."text", 1, 3)
      @> search_pieces(${shopId}::uuid, ${search}, ${length}::int, ${length}::int)`;
}
