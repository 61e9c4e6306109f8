import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { adminSchemaFile } from "../../../scripts/fetch-admin-schema.ts";
import type { Order, Product, Shop } from "../shop/shop.ts";
import { createAdminApi, shopHosts } from "./adminApi.ts";
import { resultFiles } from "./bulk-operations/resultFiles.ts";
import type { DeployedFunction, MetafieldDefinition } from "./graphql/context.ts";
import { createSessionToken } from "./oauth/sessionToken.ts";

const at = "2026-11-01T09:00:00+00:00";

/** A small shop for tests: a mug in two colours, and one order of it. */
export function exampleShop(): Shop {
  return {
    id: "5001",
    name: "Example Shop",
    domain: "example-shop.myshopify.com",
    currencyCode: "EUR",
    email: "owner@example.com",
    locale: "en",
    ianaTimezone: "Europe/Berlin",
    products: [mug(), ...[2, 3, 4, 5].map(plainProduct)],
    metafields: [],
    orders: [orderOfMug()],
    placedBlocks: [],
    validations: [],
    app: {
      id: "9001",
      name: "Example App",
      clientId: "example-client-id",
      clientSecret: "example-client-secret-of-enough-length",
      applicationUrl: "http://localhost:3000",
      webhookApiVersion: "2026-10",
    },
    installation: { id: "9101", installed: true, scopes: ["read_orders", "write_products"] },
    webhookSubscriptions: [],
  };
}

function mug(): Product {
  return {
    ...plainProduct(1),
    handle: "mug",
    title: "Mug",
    options: [{ name: "Colour", values: ["White", "Black"] }],
    images: [
      { id: "301", path: "/cdn/mug-white.svg", altText: "White mug", width: 800, height: 800 },
      { id: "302", path: "/cdn/mug-black.svg", altText: "Black mug", width: 800, height: 800 },
    ],
    variants: [
      {
        id: "2001",
        title: "White",
        sku: "MUG-WHITE",
        price: "19.00",
        optionValues: ["White"],
        availableForSale: true,
        imageId: "301",
      },
      {
        id: "2002",
        title: "Black",
        sku: "MUG BLACK",
        price: "21.50",
        optionValues: ["Black"],
        availableForSale: true,
        imageId: "302",
      },
    ],
  };
}

function plainProduct(number: number): Product {
  return {
    id: `100${number}`,
    handle: `product-${number}`,
    title: `Product ${number}`,
    descriptionHtml: "<p>Good.</p>",
    vendor: "Example",
    productType: "Homeware",
    options: [],
    images: [],
    variants: [
      {
        id: `210${number}`,
        title: "Default Title",
        sku: `PLAIN-${number}`,
        price: "5.00",
        optionValues: [],
        availableForSale: true,
        imageId: null,
      },
    ],
    createdAt: at,
    updatedAt: at,
  };
}

function orderOfMug(): Order {
  const createdAt = new Date(Date.now() - 60_000).toISOString();
  return {
    id: "6001",
    name: "#1001",
    orderNumber: 1001,
    createdAt,
    updatedAt: createdAt,
    cancelledAt: null,
    currencyCode: "EUR",
    customer: { firstName: "Sam", lastName: "Shopper", email: "sam@example.com", address: "Main Street 1" },
    lineItems: [
      {
        id: "7001",
        productId: "1001",
        variantId: "2002",
        sku: "MUG BLACK",
        title: "Mug",
        variantTitle: "Black",
        quantity: 2,
        currentQuantity: 2,
        price: "21.50",
        properties: [{ name: "_customInfoId", value: "123456789012345678" }],
      },
    ],
  };
}

/** Serves the shop's Admin API over HTTP, and calls it as an app would. */
export async function serveAdminApi(
  shop: Shop,
  options: {
    definitions?: MetafieldDefinition[];
    functions?: DeployedFunction[];
    accessTokenLifetimeSeconds?: number;
  } = {},
) {
  const schemaFile = await adminSchemaFile();
  const api = await createAdminApi({ shop, storefrontUrl: "http://localhost:4000", schemaFile, ...options });
  const server = createServer(express().use(shopHosts([api]), resultFiles([api])));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-host": shop.domain, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  const exchange = async (changes: Record<string, unknown> = {}) =>
    post("/admin/oauth/access_token", {
      client_id: shop.app.clientId,
      client_secret: shop.app.clientSecret,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: await createSessionToken(shop),
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
      expiring: "1",
      ...changes,
    });

  const refresh = (refreshToken: string) =>
    post("/admin/oauth/access_token", {
      client_id: shop.app.clientId,
      client_secret: shop.app.clientSecret,
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    });

  const send = (query: string, variables: unknown = {}, token = api.tokens.issueOffline(true).accessToken) =>
    post("/admin/api/2026-10/graphql.json", { query, variables }, { "x-shopify-access-token": token });

  return {
    api,
    url,
    post,
    exchange,
    refresh,
    send,
    /** The answer's body. */
    graphql: async (query: string, variables: unknown = {}): Promise<unknown> =>
      (await send(query, variables)).json(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
