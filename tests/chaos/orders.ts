import { setTimeout as pause } from "node:timers/promises";
import { isFinal } from "../../app/orders/lifecycle/states.ts";
import { orderPayload } from "../../sandbox/shopify/webhooks/orderPayload.ts";
import { placeOrder } from "../../sandbox/shopify/shop/placeOrder.ts";
import { acknowledgedOrders } from "./audit.ts";
import type { ChaosWorld } from "./chaosWorld.ts";

const SKU = "MUG-WHITE-11";
const CUSTOMER = {
  firstName: "Olivia",
  lastName: "Martin",
  email: "olivia@example.com",
  address: "12 Maple Street",
};

/** Shoppers buy, each a design of their own. Every webhook is sent several times, with its own id each time. */
export async function placeOrders(world: ChaosWorld, count: number, copies = 1): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { storeId } = world.account;
    const body = { storeId, sku: SKU, texts: [`Order ${world.shop.orders.length}`] };
    const { customInfoId } = (await world.customeow("designs", body)) as { customInfoId: string };
    const properties = [{ name: "_customInfoId", value: customInfoId }];
    const order = placeOrder(world.shop, {
      lines: [{ sku: SKU, quantity: 1, properties }],
      customer: CUSTOMER,
    });
    for (let copy = 0; copy < copies; copy += 1)
      await world.webhooks.send("orders/create", orderPayload(world.shop, order));
  }
}

/** Waits until every order is acknowledged and every line of theirs is in its final state, or too long without news. */
export async function untilSettled(world: ChaosWorld, longestSilenceMilliseconds = 90_000): Promise<void> {
  let news = "";
  let lastNews = Date.now();
  while (Date.now() - lastNews < longestSilenceMilliseconds) {
    const acknowledged = acknowledgedOrders(world).length;
    const states = await world.database.lineItem
      .findMany({ select: { id: true, state: true } })
      .catch(() => []);
    const unfinished = states.filter(({ state }) => !isFinal(state)).length;
    if (acknowledged === world.shop.orders.length && states.length >= acknowledged && unfinished === 0)
      return;
    const now = JSON.stringify([acknowledged, states]);
    if (now !== news) lastNews = Date.now();
    news = now;
    await pause(250);
  }
}
