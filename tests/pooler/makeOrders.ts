import { expect } from "vitest";
import { deliver, orderBody, sentOrders, settledOrder } from "../orders/orderDeliveries.ts";
import type { TestWorld } from "../world/testWorld.ts";

/** Has orders come all at once, and waits for their files. */
export async function makeOrders(world: TestWorld, many: number): Promise<void> {
  const designs = await Promise.all(
    Array.from({ length: many }, (_, index) => world.makeDesign([`Order ${index}`])),
  );
  const bodies = designs.map((design) => orderBody([{ design }]));
  await Promise.all(bodies.map((body) => deliver(world, body)));
  for (const body of bodies) {
    const order = await settledOrder(world, body);
    expect(order.lineItems[0]?.tasks[0]?.files.length).toBeGreaterThan(0);
    expect(await sentOrders(world, body)).toHaveLength(1);
  }
}
