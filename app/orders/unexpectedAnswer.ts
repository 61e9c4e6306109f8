import { answerOf, type CustomeowFailure } from "../customeow/failure.ts";
import type { Transaction } from "../database/database.ts";

/** Keeps what CustoMeow answered where it was not what its reference describes, so that it can be understood later. */
export async function keepUnexpectedAnswer(
  database: Pick<Transaction, "unexpectedAnswer">,
  subject: { shopId: string; orderId: string },
  call: string,
  failure: CustomeowFailure,
): Promise<void> {
  const answer = answerOf(failure);
  if (answer === null) return;
  const { shopId, orderId } = subject;
  // Postgres takes no NUL in a text, and garbage may well hold one.
  const body = answer.body.replaceAll("\u0000", "\uFFFD");
  await database.unexpectedAnswer.create({
    data: { shopId, orderId, call, httpStatus: answer.httpStatus, contentType: answer.contentType, body },
  });
}
