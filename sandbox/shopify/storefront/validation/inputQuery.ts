import { buildSchema, execute, type GraphQLSchema, parse, validate } from "graphql";

const schemas = new Map<string, GraphQLSchema>();

/**
 * What a function's input query asks for, as the JSON that the function gets.
 * @param schema - The function API's schema, as Shopify CLI writes it beside the code.
 * @param input - The root object; a field that takes arguments is a function of them.
 * @throws Error when the schema does not allow the query, or the sandbox lacks what it asks for.
 */
export async function runInputQuery(schema: string, query: string, input: object): Promise<unknown> {
  const known = schemas.get(schema) ?? buildSchema(schema);
  schemas.set(schema, known);
  const document = parse(query);
  const [mistake] = validate(known, document);
  if (mistake) throw new Error(`The input query is not valid: ${mistake.message}`);
  const { data, errors } = await execute({ schema: known, document, rootValue: input });
  if (errors?.[0]) throw new Error(`The sandbox cannot answer the input query: ${errors[0].message}`);
  return JSON.parse(JSON.stringify(data));
}
