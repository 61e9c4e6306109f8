import type { IConfiguration, IRegularForbiddenRuleType } from "dependency-cruiser";
import { house, outOfReach, type Room, rooms } from "./house.ts";

/** Who may import whom, types included. dependency-cruiser checks it: `npm run check:architecture`. */

const TESTS = String.raw`\.(test|fixture|spec)\.tsx?$`;
const PAGES = "^app/(routes|components|root\\.tsx|entry\\.server\\.tsx)";

const rule = (
  name: string,
  comment: string,
  from: IRegularForbiddenRuleType["from"],
  to: IRegularForbiddenRuleType["to"],
): IRegularForbiddenRuleType => ({ name, comment, severity: "error", from, to });

const pathOf = ({ name }: Room) =>
  name.includes(".") ? `^app/${name.replaceAll(".", String.raw`\.`)}$` : `^app/${name}/`;

const storeys = house.flatMap((storey) =>
  storey.rooms
    .filter((room) => outOfReach(room).length > 0)
    .map((room) =>
      rule(
        `${room.name}-looks-down`,
        storey.reason,
        { path: pathOf(room), pathNot: TESTS },
        { path: outOfReach(room).map(pathOf) },
      ),
    ),
);

const configuration: IConfiguration = {
  forbidden: [
    rule(
      "no-circles",
      "Files that need each other are one thing in several places. What both need, types too, belongs below them.",
      {},
      { circular: true },
    ),
    rule(
      "every-room-has-its-place",
      "A folder of app/ that is new needs its place in scripts/architecture/house.ts.",
      { path: "^app/", pathNot: rooms.map(pathOf) },
      {},
    ),
    ...storeys,
    rule(
      "domain-knows-no-framework",
      "Domain folders know neither Remix nor React: keep the framework in app/routes and app/components.",
      { path: "^app/", pathNot: [PAGES, "^app/(http|process)/", "^app/services\\.ts$"] },
      { path: "(^|node_modules/)(@remix-run|react|react-dom|@shopify/(polaris|app-bridge)[^/]*)/" },
    ),
    rule(
      "only-shopify-talks-to-shopify",
      "Only app/shopify talks to Shopify.",
      { path: "^app/", pathNot: [PAGES, "^app/shopify/"] },
      { path: "(^|node_modules/)@shopify/shopify-(app-remix|api|app-session)" },
    ),
    rule(
      "product-knows-only-itself",
      "The app is the product: it never knows that tests, benchmarks and the sandbox exist.",
      { path: "^(app/|server\\.ts$|worker\\.ts$)", pathNot: TESTS },
      { path: "^(tests|sandbox|bench|scripts|extensions)/" },
    ),
    rule(
      "product-needs-no-tools",
      "A server is installed without what only developers need.",
      { path: "^(app/|server\\.ts$|worker\\.ts$)", pathNot: TESTS },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "extensions-stand-alone",
      "An extension runs at Shopify, or in a shopper's browser: it has nothing but its own files.",
      { path: "^extensions/([^/]+)/" },
      { path: "^(app|sandbox|tests|bench|scripts|extensions)/", pathNot: "^extensions/$1/" },
    ),
    rule(
      "sandbox-stands-for-the-world",
      "The sandbox stands in for the world: it knows the product only over HTTP.",
      { path: "^sandbox/", pathNot: TESTS },
      { path: "^(app|tests|bench|extensions)/" },
    ),
    rule(
      "stand-ins-know-nothing-of-each-other",
      "Shopify and CustoMeow are two companies: what stands in for them meets in sandbox/launch.",
      { path: "^sandbox/(shopify|customeow)/", pathNot: TESTS },
      { path: "^sandbox/(shopify|customeow|launch)/", pathNot: "^sandbox/$1/" },
    ),
    rule(
      "nothing-needs-a-benchmark",
      "A benchmark measures what there is; what it shares with tests stands in tests/.",
      { path: "^(tests|scripts)/" },
      { path: "^bench/" },
    ),
    rule(
      "no-missing-file",
      "There is no such file, or no such package in package.json.",
      {},
      // Addresses of the sandbox's own servers, which browsers resolve.
      { couldNotResolve: true, pathNot: "^/(console|client-assets)/" },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: "node_modules",
    exclude: "/(dist|generated)/",
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
    baseline: { staleEntriesSeverity: "error" },
  },
};

export default configuration;
