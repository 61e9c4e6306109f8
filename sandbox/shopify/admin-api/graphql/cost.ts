/**
 * The calculated cost of a query. Source: shopify.dev, "GraphQL Admin API rate limits": scalars and enums cost
 * nothing, an object 1, an interface or union the most that one of its types costs, a mutation 10, and a
 * connection is sized by `first` or `last`.
 *
 * How the size counts is not published. Public examples show that it grows with its logarithm (a product's
 * `variants(first: 250)` with one object each: 25 in all), which is what `weightOf` models.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";

const COST_OF_MUTATION = 10;
const COST_OF_CONNECTION = 2;

type Variables = Record<string, unknown>;

/** The cost of an operation, from what it asks for. */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const walk = new CostWalk(schema, document, variables);
  if (operation.operation === OperationTypeNode.MUTATION) {
    return COST_OF_MUTATION * operation.selectionSet.selections.length;
  }
  return walk.costOfSelection(operation.selectionSet, root);
}

/** The cost of an operation, from what came of it: nothing for null, and pages as long as they are. */
export function actualCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  data: unknown,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root || isNothing(data)) return 0;
  if (operation.operation === OperationTypeNode.MUTATION) {
    return COST_OF_MUTATION * operation.selectionSet.selections.length;
  }
  return new CostWalk(schema, document, variables).costOfSelection(operation.selectionSet, root, { data });
}

class CostWalk {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #variables: Variables;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#document = document;
    this.#variables = variables;
  }

  /** @param known What the selection resolved to; absent before execution. */
  costOfSelection(selectionSet: SelectionSetNode, type: GraphQLNamedType, known?: { data: unknown }): number {
    const common = this.#fieldsOn(selectionSet, type, false);
    const shared = common.reduce((sum, field) => sum + this.#costOfField(field, type, known), 0);
    if (!isAbstractType(type)) return shared;
    const possible = this.#schema
      .getPossibleTypes(type)
      .map((one) =>
        this.#fieldsOn(selectionSet, one, true).reduce(
          (sum, field) => sum + this.#costOfField(field, one, known),
          0,
        ),
      );
    return shared + Math.max(0, ...possible);
  }

  #costOfField(field: FieldNode, parent: GraphQLNamedType, known?: { data: unknown }): number {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
    const definition = parent.getFields()[field.name.value];
    if (!definition || !field.selectionSet) return 0;
    const type = getNamedType(definition.type);
    const value = known && { data: valueOf(known.data, field.alias?.value ?? field.name.value) };
    if (isLeafType(type) || (value && isNothing(value.data))) return 0;
    if (isObjectType(type) && type.name.endsWith("Connection")) {
      return this.#costOfConnection(field, field.selectionSet, type, value);
    }
    return 1 + this.costOfSelection(field.selectionSet, type, firstOf(value));
  }

  #costOfConnection(
    field: FieldNode,
    selectionSet: SelectionSetNode,
    type: GraphQLObjectType,
    known?: { data: unknown },
  ): number {
    const size = known ? sizeOf(known.data) : this.#askedSize(field);
    const costOfNode = Math.max(
      0,
      ...this.#fieldsOn(selectionSet, type, false).map((one) => this.#costOfItems(one, type)),
    );
    return COST_OF_CONNECTION + Math.floor(weightOf(size) * costOfNode);
  }

  #costOfItems(field: FieldNode, connection: GraphQLObjectType): number {
    const definition = connection.getFields()[field.name.value];
    if (!definition || !field.selectionSet) return 0;
    const type = getNamedType(definition.type);
    if (field.name.value === "nodes") return 1 + this.costOfSelection(field.selectionSet, type);
    if (field.name.value === "edges") return this.costOfSelection(field.selectionSet, type);
    return 0;
  }

  #askedSize(field: FieldNode): number {
    const size = field.arguments?.find(({ name }) => name.value === "first" || name.value === "last");
    const asked = size ? valueFromASTUntyped(size.value, this.#variables) : 0;
    return typeof asked === "number" ? asked : 0;
  }

  /** The fields that apply to a type, fragments opened. `narrowed`: only those of fragments on this very type. */
  #fieldsOn(selectionSet: SelectionSetNode, type: GraphQLNamedType, narrowed: boolean): FieldNode[] {
    return selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return narrowed ? [] : [selection];
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragment(selection.name.value);
      if (!fragment) return [];
      const condition = fragment.typeCondition?.name.value ?? type.name;
      return condition === type.name ? this.#fieldsOn(fragment.selectionSet, type, false) : [];
    });
  }

  #fragment(name: string): FragmentDefinitionNode | undefined {
    return this.#document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .find((fragment) => fragment.name.value === name);
  }
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function weightOf(size: number): number {
  return size <= 2 ? size : Math.max(2, 2 * Math.log(size));
}

function valueOf(data: unknown, name: string): unknown {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>)[name] : undefined;
}

function firstOf(value: { data: unknown } | undefined): { data: unknown } | undefined {
  if (!value || !Array.isArray(value.data)) return value;
  const first: unknown = value.data.find((item) => !isNothing(item));
  return { data: first };
}

function sizeOf(connection: unknown): number {
  const items = valueOf(connection, "nodes") ?? valueOf(connection, "edges");
  return Array.isArray(items) ? items.length : 0;
}
