import { execute, parse, validate } from "graphql";
import { beforeEach, describe, expect, it } from "vitest";
import { type GraphqlRequest, RefusedInWordsError } from "../../app/shopify/graphqlRequest.ts";
import {
  createValidationOperation,
  readCheckoutValidation,
  readValidationsOperation,
  saveCheckoutValidation,
  updateValidationOperation,
} from "../../app/shopify/operations/checkoutValidation.ts";
import { adminSchema } from "../../sandbox/shopify/admin-api/graphql/adminSchema.ts";
import { adminSchemaFile } from "../../scripts/fetch-admin-schema.ts";

const schema = await adminSchema(await adminSchemaFile());

interface Settings {
  enable?: boolean;
  blockOnFailure?: boolean;
  metafields?: { namespace: string; key: string; type: string; value: string }[];
}
interface Rule {
  id: string;
  enabled: boolean;
  blockOnFailure: boolean;
  title: string;
  function: { handle: string; appId: string };
  metafields: Map<string, string>;
}

const OWN_APP = "gid://shopify/App/1";
const ownFunction = { handle: "checkout-validation", appId: OWN_APP };

/** The rules of a shop, behind Shopify's real schema: what a query or an input may not have is an error. */
class ShopRules {
  rules: Rule[] = [];
  refusal: string | null = null;

  readonly request: GraphqlRequest = async ({ document, data }, variables) => {
    const answer = await execute({
      schema,
      document: parse(document),
      rootValue: this.#root,
      variableValues: variables,
    });
    if (answer.errors) throw new Error(answer.errors.map(({ message }) => message).join("; "));
    return data.parse(answer.data);
  };

  add(rule: Partial<Rule> = {}, requirement: string | null = null): Rule {
    const added = {
      id: `gid://shopify/Validation/${this.rules.length + 1}`,
      enabled: true,
      blockOnFailure: false,
      title: "Personalization required",
      function: ownFunction,
      metafields: new Map(requirement === null ? [] : [["$app.requirement", requirement]]),
      ...rule,
    };
    this.rules.push(added);
    return added;
  }

  readonly #root = {
    currentAppInstallation: { app: { id: OWN_APP } },
    validations: () => ({ nodes: this.rules.map(shown) }),
    validationCreate: ({
      validation,
    }: {
      validation: Settings & { functionHandle: string; title: string };
    }) =>
      this.#write(
        () =>
          this.add({
            title: validation.title,
            function: { ...ownFunction, handle: validation.functionHandle },
          }),
        validation,
      ),
    validationUpdate: ({ id, validation }: { id: string; validation: Settings }) =>
      this.#write(() => this.rules.find((rule) => rule.id === id), validation),
  };

  /** What is left out of an update becomes what the schema gives for it: false. */
  #write(find: () => Rule | undefined, { enable, blockOnFailure, metafields }: Settings) {
    if (this.refusal !== null) return { userErrors: [{ message: this.refusal }] };
    const rule = find();
    if (!rule) return { userErrors: [{ message: "Validation not found." }] };
    rule.enabled = enable ?? false;
    rule.blockOnFailure = blockOnFailure ?? false;
    for (const { namespace, key, value } of metafields ?? [])
      rule.metafields.set(`${namespace}.${key}`, value);
    return { userErrors: [] };
  }
}

const shown = ({ id, enabled, metafields, function: { handle, appId } }: Rule) => ({
  id,
  enabled,
  shopifyFunction: { handle, app: { id: appId } },
  metafield: ({ namespace, key }: { namespace: string; key: string }) => {
    const value = metafields.get(`${namespace}.${key}`);
    return value === undefined ? null : { value };
  },
});

let shop: ShopRules;
beforeEach(() => {
  shop = new ShopRules();
});

describe("what the app asks of the Admin API about the checkout", () => {
  it.each([readValidationsOperation, createValidationOperation, updateValidationOperation])(
    "is valid in Shopify's own schema: $name",
    ({ document }) => {
      expect(validate(schema, parse(document))).toEqual([]);
    },
  );
});

describe("the rule at the checkout", () => {
  it("is none in a shop that never switched it on", async () => {
    expect(await readCheckoutValidation(shop.request)).toBeNull();
  });

  it("is made when it is switched on for the first time, and never stops a sale by failing", async () => {
    await saveCheckoutValidation(shop.request, { isEnabled: true, requirement: "required" });
    expect(shop.rules).toMatchObject([{ enabled: true, blockOnFailure: false, function: ownFunction }]);
    expect(await readCheckoutValidation(shop.request)).toEqual({ isEnabled: true, requirement: "required" });
  });

  it("is not made only to be off", async () => {
    await saveCheckoutValidation(shop.request, { isEnabled: false, requirement: "optional" });
    expect(shop.rules).toEqual([]);
  });

  it("is changed, not made once more, when it is there", async () => {
    await saveCheckoutValidation(shop.request, { isEnabled: true, requirement: "required" });
    await saveCheckoutValidation(shop.request, { isEnabled: true, requirement: "optional" });
    expect(shop.rules).toHaveLength(1);
    expect(await readCheckoutValidation(shop.request)).toEqual({ isEnabled: true, requirement: "optional" });
    await saveCheckoutValidation(shop.request, { isEnabled: false, requirement: "optional" });
    expect(shop.rules).toHaveLength(1);
    expect(await readCheckoutValidation(shop.request)).toEqual({ isEnabled: false, requirement: "optional" });
  });

  it.each([null, "", "anything else"])(
    "requires a design where the choice is %j, as the function does",
    async (choice) => {
      shop.add({}, choice);
      expect(await readCheckoutValidation(shop.request)).toEqual({
        isEnabled: true,
        requirement: "required",
      });
    },
  );

  it("that a merchant added a second time is changed with the first, because the stricter holds", async () => {
    shop.add({}, "optional");
    shop.add({});
    expect(await readCheckoutValidation(shop.request)).toEqual({ isEnabled: true, requirement: "required" });
    await saveCheckoutValidation(shop.request, { isEnabled: true, requirement: "optional" });
    expect(shop.rules).toHaveLength(2);
    expect(await readCheckoutValidation(shop.request)).toEqual({ isEnabled: true, requirement: "optional" });
  });

  it("that is off does not hide one that is on", async () => {
    shop.add({ enabled: false });
    shop.add({}, "optional");
    expect(await readCheckoutValidation(shop.request)).toEqual({ isEnabled: true, requirement: "optional" });
  });

  it("of another app, and of another function of this app, is neither read nor touched", async () => {
    shop.add({ enabled: false, function: { ...ownFunction, appId: "gid://shopify/App/2" } });
    shop.add({ enabled: false, function: { ...ownFunction, handle: "something-else" } });
    expect(await readCheckoutValidation(shop.request)).toBeNull();
    await saveCheckoutValidation(shop.request, { isEnabled: true, requirement: "required" });
    expect(shop.rules.map(({ enabled }) => enabled)).toEqual([false, false, true]);
  });

  it.each([true, false])(
    "is refused in Shopify's words, whether it is there already: %j",
    async (isThere) => {
      if (isThere) shop.add();
      shop.refusal = "Cannot have more than 25 active validation functions.";
      const saving = saveCheckoutValidation(shop.request, { isEnabled: true, requirement: "required" });
      await expect(saving).rejects.toThrow(RefusedInWordsError);
      await expect(saving).rejects.toThrow("Cannot have more than 25 active validation functions.");
    },
  );
});
