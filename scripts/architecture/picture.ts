import { cruise } from "dependency-cruiser";
import { house, rooms } from "./house.ts";
import rules from "./rules.ts";

/** Who uses whom in app/, as dependency-cruiser sees it; types count, tests do not. */
type Uses = ReadonlyMap<string, ReadonlySet<string>>;

/** The storeys of app/ as a Mermaid diagram, measured from the imports. */
export async function drawHouse(): Promise<string> {
  const uses = await readUses();
  const storeys = house.flatMap((storey, index) => {
    const built = storey.rooms.filter(({ name }) => uses.has(name));
    if (built.length === 0) return [];
    const boxes = built.map(({ name, what }) => `    ${idOf(name)}["<b>${name}</b><br/>${what}"]`);
    return [`  subgraph storey${index}["${storey.name}"]`, ...boxes, "  end"];
  });
  const arrows = withoutImplied(uses).map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`);
  return ["flowchart TB", ...storeys, ...arrows].join("\n");
}

/** By room, for each that has code. */
async function readUses(): Promise<Uses> {
  const { output } = await cruise(["app"], {
    ...rules.options,
    exclude: String.raw`\.(test|fixture)\.tsx?$`,
  });
  if (typeof output === "string")
    throw new Error("dependency-cruiser gave a report where its result was asked for.");
  const uses = new Map<string, Set<string>>();
  for (const { source, dependencies } of output.modules) {
    const from = roomOf(source);
    if (from === null) continue;
    const used = uses.get(from) ?? new Set();
    uses.set(from, used);
    for (const { resolved } of dependencies) {
      const to = roomOf(resolved);
      if (to !== null && to !== from) used.add(to);
    }
  }
  return uses;
}

function roomOf(path: string): string | null {
  const room = rooms.find(({ name }) => path === `app/${name}` || path.startsWith(`app/${name}/`));
  return room?.name ?? null;
}

/** The arrows that say something: that a room uses what it also reaches through others goes without saying. */
function withoutImplied(uses: Uses): [from: string, to: string][] {
  const left = new Map([...uses].map(([from, used]) => [from, new Set(used)]));
  const arrows = rooms.flatMap(({ name: from }) =>
    rooms
      .filter(({ name: to }) => uses.get(from)?.has(to))
      .map(({ name: to }) => [from, to] as [string, string]),
  );
  return arrows.filter(([from, to]) => {
    left.get(from)?.delete(to);
    const isImplied = reaches(left, from, to);
    if (!isImplied) left.get(from)?.add(to);
    return !isImplied;
  });
}

function reaches(uses: Uses, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const room of seen) for (const used of uses.get(room) ?? []) seen.add(used);
  return seen.has(to);
}

/** Mermaid takes `end` and dots in a name for something else. */
const idOf = (room: string) => `room_${room.replaceAll(/\W/g, "_")}`;
