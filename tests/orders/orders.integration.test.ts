import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeAgain } from "../../app/production/makeAgain.ts";
import { deliver, orderBody, platformOrderIdOf, sentOrders, settledOrder } from "./orderDeliveries.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
});
afterEach(() => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" }));
afterAll(() => world.close());

describe("an order with a design", () => {
  it("is created once in CustoMeow, and its production file is found", async () => {
    const design = await world.makeDesign(["Olivia"]);
    const body = orderBody([{ design }]);
    await deliver(world, body);

    const order = await settledOrder(world, body);
    expect(order.state).toBe("ready");
    expect(order.lineItems[0]?.tasks[0]?.files.length).toBeGreaterThan(0);
    expect(order.timeline.map(({ code }) => code)).toEqual([
      "order_received",
      "order_created",
      "templates_found",
      "production_started",
      "files_ready",
    ]);
    const sent = await sentOrders(world, body);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.lineItems).toMatchObject([{ sku: "MUG-WHITE-11", customInfoId: design }]);
  });

  it("becomes one order, however often and in parallel it is delivered", async () => {
    const body = orderBody([{ design: await world.makeDesign(["Twice"]) }]);
    const sameId = randomUUID();
    await Promise.all([
      ...Array.from({ length: 10 }, () => deliver(world, body)),
      ...Array.from({ length: 10 }, () => deliver(world, body, sameId)),
    ]);
    await settledOrder(world, body);
    expect(await sentOrders(world, body)).toHaveLength(1);
    expect(await world.services.database.webhookDelivery.count({ where: { webhookId: sameId } })).toBe(1);
  });

  it("is adopted, not sent again, when CustoMeow created it but its answer never arrived", async () => {
    const body = orderBody([{ design: await world.makeDesign(["Lost answer"]) }]);
    await world.setFault({ fault: "reset", endpoints: ["create-order"], count: 1, commit: true });
    await deliver(world, body);
    const order = await settledOrder(world, body);
    expect(order.state).toBe("ready");
    expect(order.timeline.map(({ code }) => code)).toContain("order_found_in_customeow");
    expect(await sentOrders(world, body)).toHaveLength(1);
  });

  it("is sent again when a look-up shows that the lost attempt did nothing", async () => {
    const body = orderBody([{ design: await world.makeDesign(["Lost request"]) }]);
    await world.setFault({ fault: "html-502", endpoints: ["create-order"], count: 1, commit: false });
    await deliver(world, body);
    const order = await settledOrder(world, body);
    expect(order.state).toBe("ready");
    expect(await sentOrders(world, body)).toHaveLength(1);
    expect(order.unexpectedAnswers[0]).toMatchObject({ call: "POST /order", httpStatus: 502 });
  });
});

describe("an order whose files come together", () => {
  it("is ready, whichever of its lines' files comes last", async () => {
    const bodies = await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        const designs = await Promise.all(
          [1, 2, 3].map((line) => world.makeDesign([`Together ${number} ${line}`])),
        );
        return orderBody(designs.map((design) => ({ design })));
      }),
    );
    await Promise.all(bodies.map((body) => deliver(world, body)));
    for (const body of bodies) expect((await settledOrder(world, body)).state).toBe("ready");
  });

  it("is ready, whichever of one item's templates comes last", async () => {
    const sku = "PENDANT-SILVER";
    const bodies = await Promise.all(
      Array.from({ length: 8 }, async (_, number) =>
        orderBody([{ sku, design: await world.makeDesign([`Templates ${number}`], sku) }]),
      ),
    );
    await Promise.all(bodies.map((body) => deliver(world, body)));
    for (const body of bodies) {
      const order = await settledOrder(world, body);
      expect(order.state).toBe("ready");
      expect(order.lineItems[0]?.tasks.length).toBeGreaterThan(1);
    }
  });
});

describe("an order with text that no database takes", () => {
  it.each([
    ["a NUL", "\u0000"],
    ["half a character", "\uD83D"],
    ["an emoji where it is cut", `${"x".repeat(59)}👋👋`],
    [
      "20 kB",
      Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(97 + ((i * 7919) % 26))).join(""),
    ],
  ])("fails the line with %s for a design, while its sibling goes on", async (_, design) => {
    const body = orderBody([{ design }, { design: await world.makeDesign(["Good one"]) }]);
    await deliver(world, body);
    const order = await settledOrder(world, body);
    expect(order.lineItems.map(({ state }) => state)).toEqual(["failed", "ready"]);
  });
});

describe("an order that is not all right", () => {
  it("is left alone where nothing in it is customised", async () => {
    const body = orderBody([{ sku: "POSTER-A2" }]);
    await deliver(world, body);
    const delivery = await eventually("the delivery is processed", () =>
      world.services.database.webhookDelivery.findFirst({ where: { body, state: "ignored" } }),
    );
    expect(delivery.outcome).toMatchObject({ code: "order_without_items_for_customeow" });
    expect(
      await world.services.database.order.count({ where: { platformOrderId: platformOrderIdOf(body) } }),
    ).toBe(0);
  });

  it("fails the line whose design is no id, while its sibling goes on", async () => {
    const design = await world.makeDesign(["Good one"]);
    const body = orderBody([{ design: "<script>" }, { design }]);
    await deliver(world, body);
    const order = await settledOrder(world, body);
    expect(order.lineItems.map(({ state }) => state)).toEqual(["failed", "ready"]);
    expect(order.lineItems[0]?.failureReason).toContain("<script>");
    expect((await sentOrders(world, body))[0]?.lineItems).toHaveLength(1);
  });

  it("fails the line whose design CustoMeow does not know, while its sibling goes on", async () => {
    const design = await world.makeDesign(["Good one"]);
    const body = orderBody([{ design: "999999999999999999" }, { design }]);
    await deliver(world, body);
    const order = await settledOrder(world, body);
    expect(order.lineItems.map(({ state }) => state)).toEqual(["failed", "ready"]);
    expect(order.lineItems[0]?.failureReason).toContain("does not know the design 999999999999999999");
    expect((await sentOrders(world, body))[0]?.lineItems).toMatchObject([{ customInfoId: design }]);
  });

  it("fails the designed line whose SKU CustoMeow does not make, while its sibling goes on", async () => {
    const design = await world.makeDesign(["Good one"]);
    const body = orderBody([{ sku: "POSTER-A2", design }, { design }]);
    await deliver(world, body);
    const order = await settledOrder(world, body);
    expect(order.lineItems.map(({ state }) => state)).toEqual(["failed", "ready"]);
    expect(order.lineItems[0]?.failureReason).toContain("POSTER-A2");
    expect((await sentOrders(world, body))[0]?.lineItems).toHaveLength(1);
  });

  it("shows CustoMeow's reason for a failed file, which can be made again", async () => {
    const body = orderBody([{ design: await world.makeDesign(["FAIL"]) }]);
    await deliver(world, body);
    const failed = await settledOrder(world, body);
    expect(failed.state).toBe("failed");
    const task = failed.lineItems[0]?.tasks[0];
    expect(task?.failureReason).toContain("CustoMeow could not make the production file: ");
    expect(failed.lineItems[0]?.failureReason).toBe(task?.failureReason);

    expect(await makeAgain(world.services, world.shopId, task?.id ?? "")).toEqual({ outcome: "retried" });
    const again = await settledOrder(world, body);
    expect(again.state).toBe("ready");
    expect(again.lineItems[0]?.tasks[0]?.attempt).toBe(2);
  });

  it("keeps an answer that cannot be understood, and asks for the file again", async () => {
    const body = orderBody([{ design: await world.makeDesign(["Garbage"]) }]);
    await world.setFault({ fault: "garbage", endpoints: ["task"], count: 1 });
    await deliver(world, body);
    const order = await settledOrder(world, body);
    expect(order.state).toBe("ready");
    expect(order.unexpectedAnswers).toHaveLength(1);
    expect(order.unexpectedAnswers[0]?.call).toBe("GET /composite/task/{id}");
  });
});

describe("an order with an integrated item that nobody designed", () => {
  it("waits for the design, and is produced once CustoMeow has it", async () => {
    const body = orderBody([{}]);
    await deliver(world, body);
    await eventually("the order is in CustoMeow", async () => (await sentOrders(world, body))[0]);
    const row = await eventually("the line waits", () =>
      world.services.database.lineItem.findFirst({
        where: {
          order: { platformOrderId: platformOrderIdOf(body) },
          state: "awaiting_customization",
          sentToCustomeow: true,
        },
      }),
    );
    await fetch(`${world.customeowUrl}/sandbox/orders/${platformOrderIdOf(body)}/complete`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ texts: ["Late"] }),
    });
    await world.services.inbox.receive({
      source: "customeow",
      shopDomain: world.shop.domain,
      topic: "order.completedCustomInfo",
      webhookId: randomUUID(),
      triggeredAt: null,
      body: JSON.stringify({
        id: "1",
        event: "Order.CompletedCustomInfo",
        objectId: "order_1",
        pushTime: "",
        payload: { id: "1", platformOrderId: platformOrderIdOf(body), lineltems: [] },
      }),
    });
    const order = await settledOrder(world, body);
    expect(order.state).toBe("ready");
    expect(order.lineItems[0]?.id).toBe(row.id);
  });
});
