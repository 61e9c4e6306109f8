import { z } from "zod";
import { sandboxAddresses } from "../startSandbox.ts";

/** One whose files are made, one that waits for a design, and one whose design has no valid id. */
export async function placeOrders(): Promise<void> {
  const { storefront, customeow, credentials } = sandboxAddresses();
  const design = { storeId: credentials.customeowStoreId, sku: "PENDANT-SILVER", texts: ["Olivia"] };
  const { customInfoId } = z
    .object({ customInfoId: z.string() })
    .parse(await post(`${customeow}/sandbox/designs`, design));
  const lines = [
    { sku: "TOTE-NATURAL" },
    { sku: "MUG-WHITE-11", properties: { _customInfoId: "not an id" } },
    { sku: "PENDANT-SILVER", properties: { _customInfoId: customInfoId } },
  ];
  for (const line of lines) await post(`${storefront}/sandbox/orders`, { lines: [line] });
}

async function post(address: string, body: object): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
