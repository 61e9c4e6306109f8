import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";

/** A field that a query asks for, with what it asks for below it. */
export interface AskedField {
  name: string;
  /** Its key in the answer. */
  key: string;
  kind: "leaf" | "object" | "list" | "connection";
  /** Of a connection: the fields of its nodes. */
  fields: AskedField[];
  /** Of a connection: whether its contents are selected by `edges` and `node`. */
  isByEdges: boolean;
  /** Of a connection: whether its nodes are objects with a global id. */
  hasNodes: boolean;
}

/** What a selection asks for, its fragments opened. */
export function askedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  selectionSet: SelectionSetNode,
  type: GraphQLNamedType,
): AskedField[] {
  const fieldsOf = (selections: SelectionSetNode, parent: GraphQLNamedType): AskedField[] =>
    opened(selections, parent).flatMap(({ field, parent }) => asked(field, parent) ?? []);

  /** The fields with the types that have them. */
  function opened(
    selections: SelectionSetNode,
    parent: GraphQLNamedType,
  ): { field: FieldNode; parent: GraphQLNamedType }[] {
    return selections.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [{ field: selection, parent }];
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : document.definitions
              .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
              .find(({ name }) => name.value === selection.name.value);
      if (!fragment) return [];
      const narrowed = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      return opened(fragment.selectionSet, narrowed ?? parent);
    });
  }

  function typeOf(field: FieldNode, parent: GraphQLNamedType) {
    return isObjectType(parent) || isInterfaceType(parent)
      ? parent.getFields()[field.name.value]?.type
      : undefined;
  }

  function asked(field: FieldNode, parent: GraphQLNamedType): AskedField | null {
    const type = typeOf(field, parent);
    const common = { name: field.name.value, key: field.alias?.value ?? field.name.value };
    if (!type || !field.selectionSet)
      return { ...common, kind: "leaf", fields: [], isByEdges: false, hasNodes: false };
    const named = getNamedType(type);
    if (isObjectType(named) && named.name.endsWith("Connection"))
      return { ...common, kind: "connection", ...contents(field.selectionSet, named) };
    const kind = isListType(getNullableType(type)) ? "list" : "object";
    return {
      ...common,
      kind,
      fields: fieldsOf(field.selectionSet, named),
      isByEdges: false,
      hasNodes: false,
    };
  }

  function contents(selections: SelectionSetNode, connection: GraphQLNamedType) {
    const edges = fieldNamed("edges", selections, connection);
    const node = edges && fieldNamed("node", edges.selectionSet, edges.type);
    if (!node) return { fields: [], isByEdges: false, hasNodes: false };
    return {
      fields: fieldsOf(node.selectionSet, node.type),
      isByEdges: true,
      hasNodes:
        (isObjectType(node.type) || isInterfaceType(node.type)) &&
        (node.type.name === "Node" || node.type.getInterfaces().some(({ name }) => name === "Node")),
    };
  }

  function fieldNamed(name: string, selections: SelectionSetNode, parent: GraphQLNamedType) {
    for (const { field } of opened(selections, parent)) {
      const type = typeOf(field, parent);
      if (field.name.value === name && !field.alias && type && field.selectionSet)
        return { selectionSet: field.selectionSet, type: getNamedType(type) };
    }
    return undefined;
  }

  return fieldsOf(selectionSet, type);
}
