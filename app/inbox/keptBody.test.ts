import { expect, it } from "vitest";
import { keptBody } from "./keptBody.ts";

const customer = '"customer":{"id":191167,"email":"sam@example.com","phone":"555-625-1199"}';

it("keeps of a customer's deletion the ids of the orders, with every digit, and nothing of the customer", () => {
  const body = `{"shop_id":1,${customer},"orders_to_redact":[90071992547409931234,6001]}`;
  expect(keptBody("customers/redact", body)).toBe('{"orders_to_redact":["90071992547409931234","6001"]}');
});

it("keeps of a customer's request the ids of the orders", () => {
  const body = `{${customer},"orders_requested":[6001]}`;
  expect(keptBody("customers/data_request", body)).toBe('{"orders_requested":["6001"]}');
});

it("keeps nothing of a body about a customer that cannot be read", () => {
  expect(keptBody("customers/redact", "sam@example.com")).toBe("{}");
  expect(keptBody("customers/redact", `{${customer},"orders_to_redact":"all"}`)).toBe("{}");
});

it("keeps other bodies as they came", () => {
  expect(keptBody("orders/create", '{"id":1}')).toBe('{"id":1}');
});
