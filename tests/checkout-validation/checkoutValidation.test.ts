import fc from "fast-check";
import { validate } from "graphql";
import { describe, expect, it } from "vitest";
import { anyInput } from "./anyInput.ts";
import { type CartLine, checkout, handWrittenLine, mug, poster, withoutVariants } from "./cart.fixture.ts";
import { loadCheckoutFunction } from "./checkoutFunction.ts";

const { schema, query, problemsOfInput, errorsFor } = await loadCheckoutFunction();

const DESIGN = "173471012095041536";
const messagesFor = (...given: Parameters<typeof checkout>) => {
  const input = checkout(...given);
  expect(problemsOfInput(input)).toEqual([]);
  return errorsFor(input).map(({ message }) => message);
};

describe("a checkout in a shop where products must be personalised", () => {
  it("is stopped at a line without a design, in words that name the product and what to do", () => {
    expect(errorsFor(checkout([mug()]))).toEqual([
      {
        message:
          "“Mug” still needs your design. Remove it from the cart, personalize it on its product page, then add it again.",
        target: "$.cart",
      },
    ]);
  });

  it("goes on when every line that needs a design has one", () => {
    expect(messagesFor([mug({ designId: DESIGN }), poster, handWrittenLine])).toEqual([]);
  });

  it.each(["1", "9".repeat(20), ` ${DESIGN} `, "007"])("takes %j for a design", (designId) => {
    expect(messagesFor([mug({ designId })])).toEqual([]);
  });

  it.each(["", " ", "0", "000", "9".repeat(21), "12a", "-1", "1.5", "1e3", "null", "１２"])(
    "does not take %j for a design",
    (designId) => {
      expect(messagesFor([mug({ designId })])).toHaveLength(1);
    },
  );

  it("lets a variant pass that cannot be personalised, though another of its product can", () => {
    expect(messagesFor([mug({ variantId: "2002" })])).toEqual([]);
  });

  it("names each product once, however many of its lines lack a design", () => {
    const lines = [mug(), poster, mug({ title: "Cap" }), mug(), mug({ designId: DESIGN })];
    const messages = messagesFor(lines);
    expect(messages.map((message) => /“([^“”]+)”/.exec(message)?.[1])).toEqual(["Mug", "Cap"]);
  });

  it.each(["CHECKOUT_INTERACTION", "CHECKOUT_COMPLETION"])("is stopped at the step %s", (step) => {
    expect(messagesFor([mug()], { step })).toHaveLength(1);
  });

  it.each(["required", "", "something else"])(
    "is stopped when the merchant's choice is %j",
    (requirement) => {
      expect(messagesFor([mug()], { requirement })).toHaveLength(1);
    },
  );

  it.each([null, [], "2001", 2001, true, ["2001"], {}])(
    "lets pass what is not known to be integrated: %j",
    (jsonValue) => {
      const line: CartLine = {
        customInfoId: null,
        merchandise: {
          __typename: "ProductVariant",
          id: "gid://shopify/ProductVariant/2001",
          product: { title: "Mug", ...withoutVariants, integratedVariants: { jsonValue } },
        },
      };
      const input = checkout([line]);
      expect(errorsFor(input)).toEqual([]);
    },
  );
});

describe("what is never stopped", () => {
  it.each(["CART_INTERACTION", null])("is a change of the cart, at the step %j", (step) => {
    expect(messagesFor([mug()], { step })).toEqual([]);
  });

  it("is any checkout of a shop where personalisation is optional", () => {
    expect(messagesFor([mug()], { requirement: "optional" })).toEqual([]);
  });
});

describe("the shopper's language", () => {
  const languages = "DE FR ES IT NL PT_BR PT_PT JA KO ZH_CN ZH_TW PL SV TR CS TH VI AR HE RU PT ZH".split(
    " ",
  );
  const english = () => messagesFor([mug()]);

  it.each(languages)("is spoken: %s", (language) => {
    const [message] = messagesFor([mug()], { language });
    expect(message).toContain("Mug");
    expect(message).not.toMatch(/[{}]/);
    expect(english()).not.toContain(message);
  });

  it("is English where the function does not speak it", () => {
    expect(messagesFor([mug()], { language: "FI" })).toEqual(english());
  });

  it.each(["$&", "{product}", "$1 mug"])("leaves a title as it is: %s", (title) => {
    expect(messagesFor([mug({ title })])).toEqual(
      english().map((message) => message.split("Mug").join(title)),
    );
  });
});

describe("Shopify's own schema", () => {
  it("accepts the input query", () => {
    expect(validate(schema, query)).toEqual([]);
  });

  it.each([
    ["a step that there is not", checkout([], { step: "CART" })],
    ["a language that there is not", checkout([], { language: "pt-BR" })],
    ["a cart without lines", { ...checkout([]), cart: {} }],
    ["a field that was not asked for", { ...checkout([]), shop: {} }],
  ])("notices %s in a fixture", (_, input) => {
    expect(problemsOfInput(input)).not.toEqual([]);
  });
});

describe("whatever is in the cart", () => {
  it("the answer is one that Shopify accepts, and stops nothing but a checkout", () => {
    fc.assert(
      fc.property(anyInput(schema, query), (input) => {
        expect(problemsOfInput(input)).toEqual([]);
        const errors = errorsFor(input);
        const isCheckout = JSON.stringify(input).startsWith('{"buyerJourney":{"step":"CHECKOUT_');
        if (!isCheckout) expect(errors).toEqual([]);
        for (const { message, target } of errors) {
          expect(message).not.toBe("");
          expect(target).toBe("$.cart");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("a product is named exactly when one of its lines lacks a design", () => {
    const line = fc.record({
      title: fc.constantFrom("Mug", "Cap", "Bag"),
      variantId: fc.constantFrom("2001", "2002"),
      designId: fc.constantFrom(null, "0", "x", DESIGN),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const lacking = lines.filter(
          ({ variantId, designId }) => variantId === "2001" && designId !== DESIGN,
        );
        const named = errorsFor(checkout(lines.map(mug))).map(
          ({ message }) => /“([^“”]+)”/.exec(message)?.[1],
        );
        expect(named).toEqual([...new Set(lacking.map(({ title }) => title))]);
      }),
    );
  });
});
