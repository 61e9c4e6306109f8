import type { AskedField } from "./queryShape.ts";

type Answer = Record<string, unknown>;

interface Line {
  own: Answer;
  children: Line[];
}

/**
 * The answer as Shopify writes it to a file: a line for each node of each connection, those of nested connections
 * with `__parentId`. Source: shopify.dev, "The JSONL data format".
 *
 * Children come after their parents. Grouped, they come right after them; otherwise only after all parents, so that
 * nobody comes to rely on an order that is not promised.
 */
export function toJsonLines(
  fields: AskedField[],
  data: unknown,
  groupObjects: boolean,
): { lines: string[]; rootObjectCount: number } {
  const roots = isAnswer(data) ? split(fields, data, undefined).children : [];
  const ordered = groupObjects ? roots.flatMap(withDescendants) : byGeneration(roots);
  return { lines: ordered.map(({ own }) => JSON.stringify(own)), rootObjectCount: roots.length };
}

/** What is the object's own, and the nodes of the connections in it. */
function split(fields: AskedField[], answer: Answer, parentId: unknown): Line {
  const children: Line[] = [];
  const own = strip(fields, answer, answer["id"], children);
  return { own: parentId === undefined ? own : { ...own, __parentId: parentId }, children };
}

function strip(fields: AskedField[], answer: Answer, id: unknown, children: Line[]): Answer {
  const own: Answer = {};
  for (const field of fields) {
    // The fields of fragments on other types are not in it.
    if (!Object.hasOwn(answer, field.key)) continue;
    const value = answer[field.key];
    if (field.kind === "connection")
      for (const node of nodesOf(value)) children.push(split(field.fields, node, id));
    else own[field.key] = stripped(field, value, id, children);
  }
  return own;
}

function stripped(field: AskedField, value: unknown, id: unknown, children: Line[]): unknown {
  if (field.kind === "leaf") return value;
  if (Array.isArray(value)) return value.map((item: unknown) => stripped(field, item, id, children));
  return isAnswer(value) ? strip(field.fields, value, id, children) : value;
}

function nodesOf(connection: unknown): Answer[] {
  const edges = isAnswer(connection) ? connection["edges"] : [];
  if (!Array.isArray(edges)) return [];
  return edges.map((edge: unknown) => (isAnswer(edge) ? edge["node"] : null)).filter(isAnswer);
}

const withDescendants = (line: Line): Line[] => [line, ...line.children.flatMap(withDescendants)];

function byGeneration(lines: Line[]): Line[] {
  if (lines.length === 0) return [];
  return [...lines, ...byGeneration(lines.flatMap(({ children }) => children))];
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
