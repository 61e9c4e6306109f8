import { strict as assert } from "node:assert";
import { setTimeout as pause } from "node:timers/promises";
import {
  type ClientOptions,
  createCustomeowClient,
  type CustomeowClient,
} from "../../app/customeow/client.ts";
import type { CustomeowFailure, CustomeowResult } from "../../app/customeow/failure.ts";
import type { CustomInfoId } from "../../app/customeow/ids.ts";

/** A CustoMeow to check: a stand-in, or the real one with somebody's account. */
export interface Subject {
  /** With the version: `https://openapi.customeow.io/v1`. */
  baseUrl: string;
  apiKey: string;
  storeId: string;
  /** A design of that store, and the SKU it was made for. Without one, a design is looked for in the order list. */
  design: { customInfoId: CustomInfoId; sku: string } | null;
  /** Between two looks at a composite task. */
  pollMilliseconds: number;
  schedule?: ClientOptions["schedule"];
}

export function clientOf(subject: Subject): CustomeowClient {
  const { baseUrl, apiKey, schedule } = subject;
  return createCustomeowClient({ baseUrl, apiKey, ...(schedule === undefined ? {} : { schedule }) });
}

export function valueOf<Value>(result: CustomeowResult<Value>): Value {
  if (result.ok) return result.value;
  assert.fail(`CustoMeow answered with a failure: ${JSON.stringify(result.failure)}`);
}

export function assertFails(
  result: CustomeowResult<unknown>,
  ...kinds: CustomeowFailure["kind"][]
): asserts result is { ok: false; failure: CustomeowFailure } {
  assert.ok(!result.ok, "a failure was expected");
  assert.ok(kinds.includes(result.failure.kind), `not one of ${kinds.join(", ")}: ${JSON.stringify(result)}`);
}

/** Sends one request after the other, so far apart that a quota of 60 in 60 s is never reached. */
export function paced(gapMilliseconds: number): NonNullable<ClientOptions["schedule"]> {
  let free = Promise.resolve();
  return async (_call, send) => {
    const turn = free;
    free = turn.then(() => pause(gapMilliseconds));
    await turn;
    return send();
  };
}
