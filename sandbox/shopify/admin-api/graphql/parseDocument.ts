import { type DocumentNode, GraphQLError, parse } from "graphql";

/** @returns the error where the text is no GraphQL */
export function parseDocument(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
