import { describe, it } from "vitest";
import { customInfoId } from "../../app/customeow/ids.ts";
import { battery } from "./battery.ts";
import { paced, type Subject } from "./subject.ts";

/*
 * The battery against the real API, with the account that CUSTOMEOW_API_KEY and CUSTOMEOW_STORE_ID name. It reads
 * only. CUSTOMEOW_CONTRACT_WRITES=1 lets it create orders and tasks as well, which stay in the account and may cost
 * money; these need a design of the store, CUSTOMEOW_CUSTOM_INFO_ID, and its SKU, CUSTOMEOW_SKU.
 */
const {
  CUSTOMEOW_API_URL,
  CUSTOMEOW_API_KEY,
  CUSTOMEOW_STORE_ID,
  CUSTOMEOW_CUSTOM_INFO_ID,
  CUSTOMEOW_SKU,
  CUSTOMEOW_CONTRACT_WRITES,
} = process.env;

/** 55 requests in 60 s: under the quota, with room for the key's other users. */
const GAP_MILLISECONDS = 1_100;
const LONGEST_CHECK_MILLISECONDS = 300_000;

function realSubject(): Subject | null {
  if (!CUSTOMEOW_API_KEY || !CUSTOMEOW_STORE_ID) return null;
  const hasDesign = CUSTOMEOW_CUSTOM_INFO_ID && CUSTOMEOW_SKU;
  return {
    baseUrl: CUSTOMEOW_API_URL || "https://openapi.customeow.io/v1",
    apiKey: CUSTOMEOW_API_KEY,
    storeId: CUSTOMEOW_STORE_ID,
    design: hasDesign
      ? { customInfoId: customInfoId.parse(CUSTOMEOW_CUSTOM_INFO_ID), sku: CUSTOMEOW_SKU }
      : null,
    pollMilliseconds: 5_000,
    schedule: paced(GAP_MILLISECONDS),
  };
}

const subject = realSubject();

describe.skipIf(subject === null)("the real CustoMeow", () => {
  for (const check of battery) {
    const allowed = !check.writes || CUSTOMEOW_CONTRACT_WRITES === "1";
    it.runIf(allowed)(check.name, { timeout: LONGEST_CHECK_MILLISECONDS }, async (context) => {
      if (subject === null) return;
      const outcome = await check.run(subject);
      if (outcome !== undefined) context.skip(outcome.nothingToCheck);
    });
  }
});
