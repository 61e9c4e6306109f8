import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { includeFields } from "./includeFields.ts";

const order = {
  id: 1,
  name: "#1001",
  email: "olivia@example.com",
  line_items: [
    { id: 2, sku: "MUG", properties: [{ name: "_id", value: "9" }] },
    { id: 3, sku: null, properties: [] },
  ],
};

describe("the fields of a payload", () => {
  it("are all there without a list", () => {
    expect(includeFields(order, null)).toEqual(order);
  });

  it("are only those that the subscription names, in each line too", () => {
    expect(includeFields(order, ["id", "line_items.id", "line_items.sku"])).toEqual({
      id: 1,
      line_items: [
        { id: 2, sku: "MUG" },
        { id: 3, sku: null },
      ],
    });
  });

  it("are whole when a field is named with and without what is inside", () => {
    const whole = { line_items: order.line_items };
    expect(includeFields(order, ["line_items", "line_items.id"])).toEqual(whole);
    expect(includeFields(order, ["line_items.id", "line_items"])).toEqual(whole);
  });

  it("are left out when the payload does not have them", () => {
    expect(includeFields(order, ["id", "phone", "line_items.grams"])).toEqual({
      id: 1,
      line_items: [{}, {}],
    });
  });

  it("never hold anything that was not asked for, and everything that was", () => {
    const names = fc.constantFrom("a", "b", "c");
    const { payload } = fc.letrec<{ payload: Record<string, unknown>; value: unknown }>((tie) => ({
      payload: fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
      value: fc.oneof(
        { maxDepth: 3 },
        fc.integer(),
        fc.array(tie("payload"), { maxLength: 2 }),
        tie("payload"),
      ),
    }));
    const fields = fc.uniqueArray(
      fc.array(names, { minLength: 1, maxLength: 3 }).map((path) => path.join(".")),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(payload, fields, (source, wanted) => {
        const asked = (path: string) =>
          wanted.some((field) => path === field || path.startsWith(`${field}.`));
        expect(leaves(includeFields(source, wanted))).toEqual(leaves(source).filter(([path]) => asked(path)));
      }),
    );
  });
});

/** Every value that is not an object, with its path; places in lists do not count. */
function leaves(value: unknown, path: string[] = []): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => leaves(item, path));
  if (typeof value !== "object" || value === null) return [[path.join("."), value]];
  return Object.entries(value).flatMap(([name, item]) => leaves(item, [...path, name]));
}
