import { afterAll, beforeAll, describe, inject, it } from "vitest";
import { startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { makeOrders } from "./makeOrders.ts";
import { NOT_INSTALLED, type PgBouncer, pgBouncerIsInstalled, startPgBouncer } from "./pgBouncer.ts";

describe.skipIf(!pgBouncerIsInstalled)(`the app, unless ${NOT_INSTALLED}`, () => {
  let bouncer: PgBouncer;
  let world: TestWorld;
  beforeAll(async () => {
    bouncer = await startPgBouncer(inject("postgresUrl"), { connections: 4 });
    world = await startTestWorld((direct) => ({ DATABASE_URL: bouncer.urlOf(direct) }));
  });
  afterAll(async () => {
    await world.close();
    await bouncer.stop();
  });

  it("brings orders to their files behind a pooler past which there is no way", async () => {
    await makeOrders(world, 8);
  });
});
