/** A folder of app/, or of a street in it, or a file that stands beside them. */
export interface Room {
  name: string;
  /** In a few words, for the picture in docs/architecture.md. */
  what: string;
  /** Rooms of the same storey that it may use. */
  beside?: string[];
}

export interface Storey {
  name: string;
  /** Why it looks down only: the message when it does not. */
  reason: string;
  rooms: Room[];
  /** Its rooms use nothing else of app/, not even what stands below. */
  standsAlone?: true;
}

/** The app from top to bottom. What stands higher uses what stands lower, never the other way round. */
export const house: Storey[] = [
  {
    name: "pages",
    reason: "Pages parse, call and render. What they share with anybody else belongs below them.",
    rooms: [
      {
        name: "routes",
        what: "pages: parse, call, render",
        beside: ["components"],
      },
      { name: "components", what: "parts of pages" },
      { name: "root.tsx", what: "the frame of every page", beside: ["components"] },
      { name: "entry.server.tsx", what: "renders pages" },
    ],
  },
  {
    name: "process",
    reason: "It builds everything once and passes it on, so nothing that is built may look for it.",
    rooms: [
      {
        name: "process",
        what: "starts and stops a server or a worker",
        beside: ["http", "health", "services.ts"],
      },
      { name: "http", what: "the HTTP server, and who answers webhooks", beside: ["services.ts"] },
      { name: "health", what: "whether the process can serve" },
      { name: "services.ts", what: "all that pages and jobs are given", beside: ["health"] },
    ],
  },
  {
    name: "words",
    reason: "Words are made where a person reads them; what is stored and decided is a fact, not a sentence.",
    rooms: [{ name: "wording", what: "words for facts, a file a language" }],
  },
  {
    name: "what spans the rest",
    reason: "It ties orders, SKUs and accounts together, so none of them may know of it.",
    rooms: [
      { name: "connection", what: "a CustoMeow account comes and goes" },
      { name: "reconciliation", what: "finds what no webhook told of" },
    ],
  },
  {
    name: "what brings orders on",
    reason: "An order is the same whoever tells of it, and does not know how its files are made.",
    rooms: [
      { name: "inbox", what: "stores webhooks, acknowledges them, hands them on" },
      { name: "production", what: "production files, from template to file" },
    ],
  },
  {
    name: "an order, sent and looked at",
    reason: "An order is applied as Shopify has it, whether it is sent or not.",
    rooms: [
      { name: "orders/send", what: "creates it in CustoMeow, once" },
      { name: "orders/designs", what: "a missing design comes, a wrong one is replaced" },
      { name: "orders/pages", what: "what the admin reads of orders" },
      { name: "privacy", what: "what is told, deleted and forgotten of shoppers" },
    ],
  },
  {
    name: "an order, applied",
    reason: "What Shopify says is read, and what can happen to an order is known, before it is applied.",
    rooms: [{ name: "orders/apply", what: "makes it what Shopify says it is" }],
  },
  {
    name: "what an order is",
    reason: "The life of an order does not depend on who changes it.",
    rooms: [
      { name: "orders/read-shopify", what: "reads what Shopify says" },
      { name: "orders/lifecycle", what: "all that can happen to it, the only writer of its states" },
      { name: "skus", what: "CustoMeow's SKUs, matched to variants and published" },
    ],
  },
  {
    name: "who",
    reason: "What a shop and its account are does not depend on what is done with them.",
    rooms: [
      { name: "accounts", what: "a shop's access to CustoMeow" },
      { name: "shops", what: "what a shop is" },
    ],
  },
  {
    name: "engines",
    reason: "An engine is told what to do, and does not know what for.",
    rooms: [
      { name: "quota", what: "no key asks more than it may", beside: ["jobs"] },
      { name: "bulk", what: "one thing done to many rows, in small steps", beside: ["jobs"] },
      { name: "counts", what: "how many there are of a kind, kept", beside: ["jobs"] },
      { name: "jobs", what: "work in the background" },
      { name: "timeline", what: "the history of an order" },
      { name: "secrets", what: "keys and tokens, unreadable in the database", beside: ["jobs"] },
    ],
  },
  {
    name: "the outside",
    reason: "It stands alone, so that it can be lifted out: it is given what it needs.",
    standsAlone: true,
    rooms: [
      { name: "customeow", what: "CustoMeow's API; nothing else talks to it" },
      { name: "shopify", what: "Shopify's APIs; nothing else talks to them" },
    ],
  },
  {
    name: "files elsewhere",
    reason: "It fetches what it is told to, and does not know what for.",
    rooms: [{ name: "downloads", what: "the one door to files at addresses that others name" }],
  },
  {
    name: "ground",
    reason: "Everything stands on it, so it stands on nothing.",
    standsAlone: true,
    rooms: [
      { name: "database", what: "Postgres: connections, statements, migrations" },
      { name: "config", what: "the settings" },
      { name: "facts", what: "what is stored instead of sentences" },
      { name: "lists", what: "pages of a list, and search in it" },
      { name: "log", what: "the log" },
      { name: "text", what: "text from outside, fit to be stored" },
    ],
  },
];

export const rooms = house.flatMap((storey) => storey.rooms);

/** Everything of app/ that a room may not use, by room. */
export function outOfReach(room: Room): Room[] {
  const at = house.findIndex((storey) => storey.rooms.includes(room));
  const above = house.slice(0, at).flatMap((storey) => storey.rooms);
  const storey = house[at];
  const siblings = (storey?.rooms ?? []).filter(
    (other) => other !== room && !room.beside?.includes(other.name),
  );
  const below = storey?.standsAlone ? house.slice(at + 1).flatMap((other) => other.rooms) : [];
  return [...above, ...siblings, ...below];
}
