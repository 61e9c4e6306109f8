import { AccessDeniedError, NoAccessToShopError } from "../../shopify/graphqlRequest.ts";
import type { SkuSyncFailure } from "../skuSyncFailures.ts";

/** The sync cannot be finished. */
export class SyncStoppedError extends Error {
  override readonly name = "SyncStoppedError";
  readonly failure: SkuSyncFailure;

  constructor(failure: SkuSyncFailure) {
    super(`The sync stopped: ${failure.code}.`);
    this.failure = failure;
  }
}

/** The sync goes on later, where it is. Its cause is what the job is to be tried again for. */
export class SyncHeldUpError extends Error {
  override readonly name = "SyncHeldUpError";
  readonly failure: SkuSyncFailure;
  override readonly cause: unknown;

  constructor(failure: SkuSyncFailure, cause: unknown) {
    super(`The sync is held up: ${failure.code}.`);
    this.failure = failure;
    this.cause = cause;
  }
}

/** What a sync makes of it that Shopify did not do what it was asked. */
export function stoppedByShopify(error: unknown): SyncStoppedError | SyncHeldUpError {
  const isDenied = error instanceof NoAccessToShopError || error instanceof AccessDeniedError;
  return isDenied
    ? new SyncStoppedError({ code: "variants_denied", parameters: {} })
    : new SyncHeldUpError({ code: "no_variants", parameters: {} }, error);
}
