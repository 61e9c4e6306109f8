/**
 * What Shopify demands of a query before it runs it in bulk. Sources: shopify.dev, "Perform bulk operations with the
 * GraphQL Admin API", "Operation restrictions"; the words of the refusals are those of Shopify's version 2026-04, as
 * public recordings show them.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  validate,
} from "graphql";
import { parseDocument } from "../graphql/parseDocument.ts";
import { type AskedField, askedFields } from "./queryShape.ts";

const MOST_CONNECTIONS = 5;
const DEEPEST_NESTING = 2;

export interface BulkQuery {
  document: DocumentNode;
  fields: AskedField[];
}

/** @returns the query, or why it is refused */
export function checkBulkQuery(schema: GraphQLSchema, text: string): BulkQuery | { refusals: string[] } {
  const document = parseDocument(text);
  if (document instanceof GraphQLError) return { refusals: [`Invalid bulk query: ${document.message}`] };
  const [operation, another] = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || another)
    return { refusals: ["Invalid bulk query: it must hold one operation."] };
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root)
    return { refusals: ["Invalid operation type. Only `query` operations are supported."] };
  const [problem] = validate(schema, document);
  if (problem) return { refusals: [`Invalid bulk query: ${problem.message}`] };
  // There is nothing that could give them a value.
  if (operation.variableDefinitions?.length)
    return { refusals: ["Invalid bulk query: variables are not supported."] };

  const fields = askedFields(schema, document, operation.selectionSet, root);
  const refusals = refusalsOf(fields);
  return refusals.length > 0 ? { refusals } : { document, fields };
}

function refusalsOf(roots: AskedField[]): string[] {
  const connections = connectionsIn(roots);
  const notByEdges = connections.filter(({ field }) => !field.isByEdges).map(({ field }) => field.name);
  const withoutId = connections
    .filter(({ field }) => connectionsIn(field.fields).length > 0 && !selectsId(field))
    .map(({ field }) => field.name);
  const withoutNodes = connections
    .filter(({ field }) => field.isByEdges && !field.hasNodes)
    .map(({ field }) => field.name);
  const broken: [boolean, string][] = [
    [roots.length > 1, "Bulk queries must contain a single top level field."],
    [
      notByEdges.length > 0,
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${notByEdges[0] ?? ""} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '${notByEdges.join("', '")}'.`,
    ],
    [
      roots.some(({ name }) => name === "node" || name === "nodes"),
      "Bulk queries cannot contain a top level `node` field.",
    ],
    [
      connections.some(({ nesting }) => nesting > DEEPEST_NESTING),
      `Bulk queries cannot contain connections with a nesting depth greater than ${DEEPEST_NESTING}.`,
    ],
    [
      connections.length > MOST_CONNECTIONS,
      `Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`,
    ],
    [
      withoutId.length > 0,
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${withoutId.join(", ")}.`,
    ],
    [
      connections.some(({ isInList }) => isInList),
      "Queries that contain a connection field within a list field are not currently supported.",
    ],
    [withoutNodes.length > 0, `Connections must implement the Node interface: ${withoutNodes.join(", ")}.`],
    [connections.length === 0, "Bulk queries must contain at least one connection."],
    [
      connections.length > 0 && roots.some(({ kind }) => kind !== "connection"),
      "The sandbox does not model bulk queries whose top level field is not a connection.",
    ],
  ];
  return broken.filter(([isBroken]) => isBroken).map(([, words]) => words);
}

interface FoundConnection {
  field: AskedField;
  /** 0 at the top. */
  nesting: number;
  isInList: boolean;
}

function connectionsIn(fields: AskedField[], nesting = 0, isInList = false): FoundConnection[] {
  return fields.flatMap((field) =>
    field.kind === "connection"
      ? [{ field, nesting, isInList }, ...connectionsIn(field.fields, nesting + 1)]
      : connectionsIn(field.fields, nesting, isInList || field.kind === "list"),
  );
}

function selectsId({ fields }: AskedField): boolean {
  return fields.some(({ name, key }) => name === "id" && key === "id");
}
