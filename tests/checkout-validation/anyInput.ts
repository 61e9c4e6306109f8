import fc from "fast-check";
import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";

/** Texts in which ids, numbers and patterns are confused with each other. */
const awkwardTexts = [
  "",
  "0",
  "00",
  "1",
  " 7 ",
  "1".repeat(21),
  "optional",
  "$&",
  "__proto__",
  "{product}",
  "1-3/1",
  "-/",
];
const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...awkwardTexts));
const json = fc.oneof(
  fc.jsonValue().filter((value) => value !== null),
  fc.dictionary(fc.constantFrom("1", "2", "__proto__", "null"), text),
);
const globalId = fc.oneof(
  fc.constantFrom("1", "2", "3").map((id) => `gid://shopify/ProductVariant/${id}`),
  text,
);
const scalars: Record<string, fc.Arbitrary<unknown>> = { JSON: json, ID: globalId, String: text };

/** Everything that Shopify's schema allows as the answer to a function's input query. */
export function anyInput(schema: GraphQLSchema, query: DocumentNode): fc.Arbitrary<unknown> {
  const operation = query.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const root = schema.getQueryType();
  if (!operation || !root) throw new Error("There is no query.");
  return objectOf(root, operation.selectionSet);

  function objectOf(type: GraphQLObjectType, { selections }: SelectionSetNode): fc.Arbitrary<object> {
    const parts = selections.map((selection): fc.Arbitrary<object> => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error("The query has no fragments of its own.");
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const applies = selection.typeCondition?.name.value === type.name;
        return applies ? objectOf(type, selection.selectionSet) : fc.constant({});
      }
      const key = selection.alias?.value ?? selection.name.value;
      if (selection.name.value === "__typename") return fc.constant({ [key]: type.name });
      const field = type.getFields()[selection.name.value];
      if (!field) throw new Error(`${type.name} has no ${selection.name.value}.`);
      return valueOf(field.type, selection.selectionSet).map((value) => ({ [key]: value }));
    });
    return fc.tuple(...parts).map((values): object => Object.assign({}, ...values) as object);
  }

  function valueOf(type: GraphQLOutputType, selected: SelectionSetNode | undefined): fc.Arbitrary<unknown> {
    return isNonNullType(type) ? present(type.ofType, selected) : fc.option(present(type, selected));
  }

  function present(type: GraphQLOutputType, selected: SelectionSetNode | undefined): fc.Arbitrary<unknown> {
    if (isListType(type)) return fc.array(valueOf(type.ofType as GraphQLOutputType, selected));
    if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
    if (isObjectType(type) && selected) return objectOf(type, selected);
    if (isAbstractType(type) && selected)
      return fc.oneof(...schema.getPossibleTypes(type).map((possible) => objectOf(possible, selected)));
    const scalar = scalars[String(type)];
    if (!scalar) throw new Error(`No values are known for ${String(type)}.`);
    return scalar;
  }
}
