import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shop } from "../../shop/shop.ts";
import { exampleShop, serveAdminApi } from "../shop.fixture.ts";

interface Operation {
  id: string;
  status: string;
  errorCode: string | null;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  url: string | null;
}

let shop: Shop;
let served: Awaited<ReturnType<typeof serveAdminApi>>;

beforeEach(async () => {
  shop = exampleShop();
  served = await serveAdminApi(shop);
  served.api.bulk.settings.milliseconds = 0;
});
afterEach(() => served.close());

const VARIANTS = "{ productVariants { edges { node { id sku product { title } } } } }";
const NESTED = "{ products { edges { node { id variants { edges { node { id sku } } } } } } }";

async function run(query: string, groupObjects?: boolean) {
  const answer = (await served.graphql(
    `mutation ($query: String!, $groupObjects: Boolean! = false) {
      bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
        bulkOperation { id status } userErrors { field message code }
      }
    }`,
    { query, groupObjects },
  )) as {
    data: {
      bulkOperationRunQuery: {
        bulkOperation: { id: string; status: string } | null;
        userErrors: { field: string[] | null; message: string; code: string }[];
      };
    };
  };
  return answer.data.bulkOperationRunQuery;
}

async function started(query: string, groupObjects?: boolean): Promise<string> {
  const { bulkOperation, userErrors } = await run(query, groupObjects);
  expect(userErrors).toEqual([]);
  return bulkOperation?.id ?? "";
}

async function look(id: string): Promise<Operation> {
  const answer = (await served.graphql(
    `query ($id: ID!) {
      bulkOperation(id: $id) { id status errorCode objectCount rootObjectCount fileSize url }
    }`,
    { id },
  )) as { data: { bulkOperation: Operation } };
  return answer.data.bulkOperation;
}

async function finished(id: string): Promise<Operation> {
  for (;;) {
    const operation = await look(id);
    if (!["CREATED", "RUNNING", "CANCELING"].includes(operation.status)) return operation;
    await pause(5);
  }
}

async function download(url: string | null): Promise<Record<string, unknown>[]> {
  const text = await (await fetch(url ?? "")).text();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("a bulk operation", () => {
  it("gives every node of the connection as a line of its own", async () => {
    const operation = await finished(await started(VARIANTS));
    expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "6", rootObjectCount: "6" });
    const lines = await download(operation.url);
    expect(lines).toHaveLength(6);
    expect(lines).toContainEqual({
      id: "gid://shopify/ProductVariant/2002",
      sku: "MUG BLACK",
      product: { title: "Mug" },
    });
  });

  it("reads past the largest page, whatever `first` says", async () => {
    const [mug] = shop.products;
    const variant = mug?.variants[0];
    if (!mug || !variant) throw new Error("The example shop has no variant.");
    mug.variants.push(
      ...Array.from({ length: 600 }, (_, number) => ({ ...variant, id: `${30_000 + number}` })),
    );
    const query = VARIANTS.replace("productVariants", "productVariants(first: 3)");
    const { url } = await finished(await started(query));
    expect(await download(url)).toHaveLength(606);
  });

  it("gives nested nodes after their parents, with the parent's id; right after them where they are grouped", async () => {
    const flat = await download((await finished(await started(NESTED))).url);
    const grouped = await download((await finished(await started(NESTED, true))).url);
    for (const lines of [flat, grouped])
      for (const [index, { __parentId }] of lines.entries())
        if (__parentId !== undefined)
          expect(lines.findIndex(({ id }) => id === __parentId)).toBeLessThan(index);
    expect(flat.map(({ __parentId }) => __parentId !== undefined)).toEqual([
      ...Array.from({ length: 5 }, () => false),
      ...Array.from({ length: 6 }, () => true),
    ]);
    expect(grouped.slice(0, 4).map(({ __parentId }) => __parentId)).toEqual([
      undefined,
      "gid://shopify/Product/1001",
      "gid://shopify/Product/1001",
      undefined,
    ]);
  });

  it("passes through its states, and can be found by each of Shopify's queries", async () => {
    served.api.bulk.settings.milliseconds = 60_000;
    const id = await started(VARIANTS);
    expect(await look(id)).toMatchObject({ status: "CREATED", url: null, fileSize: null });

    const operation = served.api.bulk.find(id);
    if (operation) operation.createdAt = new Date(Date.now() - 60_000);
    expect(await look(id)).toMatchObject({ status: "RUNNING", url: null });
    expect(
      await served.graphql(`{ bulkOperations(first: 5, query: "status:RUNNING") { nodes { id query } } }`),
    ).toMatchObject({ data: { bulkOperations: { nodes: [{ id, query: VARIANTS }] } } });

    if (operation) operation.dueAt = new Date();
    expect(await finished(id)).toMatchObject({
      status: "COMPLETED",
      url: expect.any(String) as string,
      fileSize: expect.stringMatching(/^[1-9]\d*$/) as string,
    });
    expect(await served.graphql(`{ currentBulkOperation { id } node(id: "${id}") { id } }`)).toMatchObject({
      data: { currentBulkOperation: { id }, node: { id } },
    });
  });

  it("has no file where it finds nothing", async () => {
    const query = VARIANTS.replace("productVariants", 'productVariants(query: "sku:NOBODY")');
    expect(await finished(await started(query))).toMatchObject({
      status: "COMPLETED",
      objectCount: "0",
      url: null,
    });
  });

  it("fails where a scope is missing", async () => {
    shop.installation.scopes = ["read_orders"];
    expect(await finished(await started(VARIANTS))).toMatchObject({
      status: "FAILED",
      errorCode: "ACCESS_DENIED",
      url: null,
    });
  });

  it("fails, or is cancelled by Shopify, on demand", async () => {
    served.api.bulk.arm("TIMEOUT", "CANCELED");
    const [failing, cancelled] = [await started(VARIANTS), await started(VARIANTS)];
    expect(await finished(failing)).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT" });
    expect(await finished(cancelled)).toMatchObject({ status: "CANCELED", url: null });
  });

  it("can be cancelled while it runs, and not after that", async () => {
    served.api.bulk.settings.milliseconds = 60_000;
    const cancel = (id: string) =>
      served.graphql(
        `mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { field message } } }`,
        { id },
      );
    const id = await started(VARIANTS);
    await cancel(id);
    expect(await finished(id)).toMatchObject({ status: "CANCELED" });
    expect(await cancel(id)).toMatchObject({
      data: {
        bulkOperationCancel: {
          userErrors: [{ field: null, message: "A bulk operation cannot be canceled when it is canceled" }],
        },
      },
    });
    expect(await cancel("gid://shopify/BulkOperation/1")).toMatchObject({
      data: {
        bulkOperationCancel: {
          bulkOperation: null,
          userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
        },
      },
    });
  });

  it("loses its file after a time", async () => {
    const id = await started(VARIANTS);
    const { url } = await finished(id);
    served.api.bulk.expireUrls();
    expect((await fetch(url ?? "")).status).toBe(400);
    expect(await look(id)).toMatchObject({ status: "EXPIRED", url: null });
  });

  it("gives its file to whoever has the address, and no other", async () => {
    const { url } = await finished(await started(VARIANTS));
    expect((await fetch(url ?? "")).status).toBe(200);
    const guessed = (url ?? "").replace(/(?<![\w-])[\w-]+\.jsonl/, "guessed.jsonl");
    expect((await fetch(guessed)).status).toBe(404);
  });

  it("is refused where five are under way, until one of them is done", async () => {
    served.api.bulk.settings.milliseconds = 60_000;
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push(await started(VARIANTS));
    expect(await run(VARIANTS)).toEqual({
      bulkOperation: null,
      userErrors: [
        {
          field: null,
          message: `A bulk query operation for this app and shop is already in progress: ${ids.join(", ")}.`,
          code: "OPERATION_IN_PROGRESS",
        },
      ],
    });
    const [first] = served.api.bulk.list();
    if (first) first.dueAt = new Date(0);
    await started(VARIANTS);
  });
});

describe("a query that Shopify would not run in bulk", () => {
  it.each([
    ["holds no connection", "{ shop { id } }", "Bulk queries must contain at least one connection."],
    [
      "is a mutation",
      "mutation { bulkOperationCancel(id: 1) { bulkOperation { id } } }",
      "Invalid operation type. Only `query` operations are supported.",
    ],
    ["is empty", "", "Invalid bulk query: Syntax Error: Unexpected <EOF>."],
    [
      "asks for what the schema does not have",
      "{ products { edges { node { nickname } } } }",
      'Invalid bulk query: Cannot query field "nickname" on type "Product".',
    ],
    [
      "has variables",
      "query ($query: String) { products(query: $query) { edges { node { id } } } }",
      "Invalid bulk query: variables are not supported.",
    ],
    [
      "asks for nodes instead of edges",
      "{ products { nodes { id } } }",
      "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: 'products'.",
    ],
    [
      "has two fields at its top",
      "{ products { edges { node { id } } } orders { edges { node { id } } } }",
      "Bulk queries must contain a single top level field.",
    ],
    [
      "nests connections in a parent without id",
      "{ products { edges { node { title variants { edges { node { id } } } } } } }",
      "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': products.",
    ],
    [
      "nests three deep",
      "{ collections { edges { node { id products { edges { node { id variants { edges { node { id metafields { edges { node { id } } } } } } } } } } } } }",
      "Bulk queries cannot contain connections with a nesting depth greater than 2.",
    ],
    [
      "has six connections",
      "{ products { edges { node { id variants { edges { node { id } } } metafields { edges { node { id } } } collections { edges { node { id } } } media { edges { node { id } } } sellingPlanGroups { edges { node { id } } } } } } }",
      "Bulk queries cannot contain more than 5 connections.",
    ],
    [
      "has a connection within a list",
      "{ orders { edges { node { id fulfillments { events { edges { node { id } } } } } } } }",
      "Queries that contain a connection field within a list field are not currently supported.",
    ],
  ])("is refused where it %s", async (_, query, message) => {
    const { bulkOperation, userErrors } = await run(query);
    expect(bulkOperation).toBeNull();
    expect(userErrors).toContainEqual({ field: ["query"], message, code: "INVALID" });
  });

  it("is refused for each of its mistakes", async () => {
    const { userErrors } = await run(`{ node(id: "gid://shopify/Product/0") { id } }`);
    expect(userErrors.map(({ message }) => message)).toEqual([
      "Bulk queries cannot contain a top level `node` field.",
      "Bulk queries must contain at least one connection.",
    ]);
  });

  it("is looked through where it has fragments", async () => {
    const query = `query { products { edges { node { id ...More } } } }
      fragment More on Product { variants { nodes { id } } }`;
    const { userErrors } = await run(query);
    expect(userErrors).toMatchObject([{ message: expect.stringContaining("'variants'") as string }]);
  });
});

describe("a file's download", () => {
  it.each(["status", "reset-before", "reset-after"] as const)("fails on demand: %s", async (fault) => {
    const { url } = await finished(await started(VARIANTS));
    served.api.faults.arm({ fault, endpoint: "download", status: 503, times: 1 });
    const text = fetch(url ?? "").then(async (answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    });
    await expect(text).rejects.toThrow();
    expect(await download(url)).toHaveLength(6);
  });
});
