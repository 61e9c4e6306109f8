import { join } from "node:path";
import { expect, it } from "vitest";
import { readSubscriptions } from "./readSubscriptions.ts";

const file = join(import.meta.dirname, "../../../shopify.app.toml");

it("reads every topic of the app's configuration, those of privacy law too, with absolute addresses", async () => {
  const subscriptions = await readSubscriptions(file, "http://localhost:4102/");
  expect(subscriptions.map(({ topic, address }) => `${topic} ${address}`)).toEqual(
    expect.arrayContaining([
      "orders/create http://localhost:4102/webhooks/orders/create",
      "app/uninstalled http://localhost:4102/webhooks/app/uninstalled",
      "shop/redact http://localhost:4102/webhooks/compliance",
      "customers/redact http://localhost:4102/webhooks/compliance",
    ]),
  );
});

it("keeps the fields that a subscription asks for, and none means all", async () => {
  const subscriptions = await readSubscriptions(file, "http://localhost:4102");
  const fieldsOf = (topic: string) => subscriptions.find((one) => one.topic === topic)?.includeFields;
  expect(fieldsOf("orders/create")).toContain("line_items.properties");
  expect(fieldsOf("app/uninstalled")).toBeNull();
});
