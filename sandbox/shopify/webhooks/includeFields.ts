/** Names with what is wanted inside them; null: all of it. */
type Wanted = Map<string, Wanted | null>;

/**
 * The payload with only the fields that a subscription asks for: `line_items.id` keeps the id of each line.
 * Fields that the payload does not have are left out. Source: shopify.dev, "Modify your payloads".
 */
export function includeFields(
  payload: Record<string, unknown>,
  fields: readonly string[] | null,
): Record<string, unknown> {
  return fields === null ? payload : pick(payload, wantedFields(fields));
}

function wantedFields(fields: readonly string[]): Wanted {
  const wanted: Wanted = new Map();
  for (const field of fields) add(wanted, field.split("."));
  return wanted;
}

function add(wanted: Wanted, [name, ...inside]: string[]): void {
  if (name === undefined || wanted.get(name) === null) return;
  if (inside.length === 0) {
    wanted.set(name, null);
    return;
  }
  const children: Wanted = wanted.get(name) ?? new Map<string, Wanted | null>();
  wanted.set(name, children);
  add(children, inside);
}

function pick(source: Record<string, unknown>, wanted: Wanted): Record<string, unknown> {
  const kept = Object.entries(source).flatMap(([name, value]) => {
    const inside = wanted.get(name);
    const part = inside ? pickInside(value, inside) : value;
    return inside === undefined || part === undefined ? [] : [[name, part] as const];
  });
  return Object.fromEntries(kept);
}

/** What has nothing inside was not asked for. */
function pickInside(value: unknown, wanted: Wanted): unknown {
  if (Array.isArray(value)) return value.filter(isObject).map((item) => pickInside(item, wanted));
  return isObject(value) ? pick(value, wanted) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
