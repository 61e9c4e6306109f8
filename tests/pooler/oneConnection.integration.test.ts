import { afterAll, beforeAll, it } from "vitest";
import { startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { makeOrders } from "./makeOrders.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld({ DATABASE_CONNECTIONS: "1" });
});
afterAll(() => world.close());

it("brings orders to their files on one connection, since nothing that holds one waits for another", async () => {
  await makeOrders(world, 4);
});
