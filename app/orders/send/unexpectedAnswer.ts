import { v7 as newId } from "uuid";
import { answerOf, type CustomeowFailure } from "../../customeow/failure.ts";
import { insertRows } from "../../database/recordset.ts";
import type { Sql } from "../../database/sql.ts";

/** Keeps what CustoMeow answered where it was not what its reference describes, so that it can be understood later. */
export async function keepUnexpectedAnswer(
  rows: Sql,
  subject: { shopId: string; orderId: string },
  call: string,
  failure: CustomeowFailure,
): Promise<void> {
  const answer = answerOf(failure);
  if (answer === null) return;
  const { httpStatus, contentType, body } = answer;
  await rows.rows(
    insertRows("UnexpectedAnswer", [
      { ...subject, id: newId(), call, httpStatus, contentType, body, receivedAt: "now" },
    ]),
  );
}
