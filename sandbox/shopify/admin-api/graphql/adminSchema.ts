import { readFile } from "node:fs/promises";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

/** The one Admin API version the stand-in speaks. */
export const API_VERSION = "2026-10";

const schemas = new Map<string, Promise<GraphQLSchema>>();

/** Shopify's Admin schema from its introspection file, `{ data: { __schema } }`; built once for a process. */
export function adminSchema(file: string): Promise<GraphQLSchema> {
  const known = schemas.get(file);
  if (known) return known;
  const building = build(file);
  schemas.set(file, building);
  return building;
}

async function build(file: string): Promise<GraphQLSchema> {
  const introspection: unknown = JSON.parse(await readFile(file, "utf8"));
  if (!isIntrospection(introspection)) throw new Error(`${file} holds no GraphQL introspection result.`);
  return buildClientSchema(introspection.data);
}

function isIntrospection(value: unknown): value is { data: IntrospectionQuery } {
  if (typeof value !== "object" || value === null || !("data" in value)) return false;
  return typeof value.data === "object" && value.data !== null && "__schema" in value.data;
}
