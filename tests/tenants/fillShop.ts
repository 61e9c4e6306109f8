import { randomUUID } from "node:crypto";
import { hashOfWebhookToken } from "../../app/secrets/webhookTokens.ts";
import type { Database } from "../../app/database/database.ts";
import type { JobQueue } from "../../app/jobs/queue.ts";

/** A shop with a row in every table. Its texts and ids all carry `mark`, so that they are found wherever they are. */
export interface FilledShop {
  mark: string;
  domain: string;
  shopId: string;
  orderId: string;
  lineItemId: string;
  taskId: string;
  fileId: string;
  dataRequestId: string;
  platformOrderId: string;
  webhookToken: string;
}

/** @param mark letters and digits, different for each shop */
export async function fillShop(
  { database, jobs }: { database: Database; jobs: JobQueue },
  mark: string,
): Promise<FilledShop> {
  const domain = `${mark}.myshopify.com`;
  const now = new Date();
  const { id: shopId } = await database.shop.create({ data: { domain, scopes: "read_orders" } });
  const shop = { shopId };
  await database.session.create({
    data: {
      id: `offline_${domain}`,
      shop: domain,
      state: "",
      scope: "read_orders,write_products,write_validations",
      accessToken: `token-${mark}`,
      expires: new Date(Date.now() + 3_600_000),
      refreshToken: `refresh-${mark}`,
      refreshTokenExpires: new Date(Date.now() + 86_400_000),
    },
  });
  const webhookToken = mark.padEnd(32, "x");
  await database.customeowConnection.create({
    data: {
      ...shop,
      storeId: "42",
      encryptedApiKey: `encrypted-${mark}`,
      apiKeyFingerprint: `fingerprint-${mark}`,
      apiKeyLastFour: "1234",
      webhookTokenHash: hashOfWebhookToken(webhookToken) ?? "",
      encryptedWebhookToken: webhookToken,
    },
  });
  const order = await database.order.create({
    data: {
      ...shop,
      platformOrderId: String(Math.floor(Math.random() * 1e12)),
      platformOrderNo: `${mark}-1`,
      platformCreatedAt: now.toISOString(),
      placedAt: now,
      currencyCode: "USD",
      state: "failed",
      submission: "created",
    },
  });
  const line = await database.lineItem.create({
    data: {
      ...shop,
      orderId: order.id,
      position: 0,
      platformItemId: "1",
      platformProductId: "2",
      platformProductTitle: `Mug ${mark}`,
      platformVariantId: "3",
      platformVariantTitle: "White",
      sku: `SKU-${mark}`,
      quantity: 1,
      price: "1.00",
      customInfoId: "123456789012345678",
      state: "failed",
      failureCode: "task_failed",
      failureParameters: { words: `Reason ${mark}` },
      sentToCustomeow: true,
    },
  });
  const task = await database.compositeTask.create({
    data: {
      ...shop,
      lineItemId: line.id,
      compositeId: "9",
      templateTitle: `Template ${mark}`,
      position: 0,
      state: "failed",
      finishedAt: now,
    },
  });
  const file = await database.productionFile.create({
    data: { ...shop, taskId: task.id, position: 0, url: `https://files.example.com/${mark}.png` },
  });
  await database.customeowSku.create({
    data: { ...shop, customeowSkuId: "5", sku: `SKU-${mark}`, integratedStatus: "integrated", syncedAt: now },
  });
  await database.matchedVariant.create({
    data: {
      ...shop,
      variantId: "3",
      productId: "2",
      sku: `SKU-${mark}`,
      productTitle: `Mug ${mark}`,
      variantTitle: "White",
    },
  });
  const sync = await database.skuSync.create({ data: { ...shop, state: "succeeded", finishedAt: now } });
  await database.skuSyncPart.create({
    data: { ...shop, syncId: sync.id, kind: "skus", number: 0, ids: ["5"] },
  });
  await database.publishedProduct.create({
    data: { ...shop, productId: "2", variants: { "3": `SKU-${mark}` }, publishedAt: now },
  });
  await database.design.create({
    data: {
      ...shop,
      customInfoId: "123456789012345678",
      previews: [],
      images: [],
      texts: [`Text ${mark}`],
      choices: [],
      readAt: now,
    },
  });
  await database.timelineEntry.create({
    data: { ...shop, orderId: order.id, code: "order_refused", parameters: { words: `Entry ${mark}` } },
  });
  await database.unexpectedAnswer.create({
    data: { ...shop, orderId: order.id, call: "POST /order", httpStatus: 500, body: `Answer ${mark}` },
  });
  const { id: dataRequestId } = await database.customerDataRequest.create({
    data: { ...shop, platformOrderIds: [order.platformOrderId], receivedAt: now },
  });
  // As if what was counted so far had been folded; what the rows above changed is in CountChange.
  await database.shopCount.create({ data: { ...shop, day: now, counter: "orders.ready", count: 1 } });
  await database.templatePace.create({ data: { ...shop, compositeId: "9", seconds: 3 } });
  await database.passedOverOrder.create({
    data: { ...shop, platformOrderId: "77", platformUpdatedAt: now, seenAt: now },
  });
  await database.bulkRun.create({
    data: {
      ...shop,
      kind: "publish-storefront",
      parameters: {},
      state: "finished",
      askedBy: "app",
      finishedAt: now,
    },
  });
  // Not within the test: a worker may be running.
  const nextAt = new Date(Date.now() + 86_400_000);
  await database.orderReading.createMany({
    data: (["latest", "last_days"] as const).map((kind) => ({ ...shop, kind, nextAt })),
  });
  await database.webhookDelivery.create({
    data: {
      source: "shopify",
      shopDomain: domain,
      topic: "orders/create",
      webhookId: randomUUID(),
      body: `{"text":"${mark}"}`,
      state: "processed",
    },
  });
  const key = { apiKeyFingerprint: `fingerprint-${mark}` };
  await database.quotaGrant.create({ data: { ...key, ...shop, countsUntil: now } });
  await database.quotaShare.create({ data: { ...key, ...shop, counting: 1 } });
  await database.quotaLine.create({
    data: {
      ...key,
      processId: randomUUID(),
      seenAt: now,
      shopIds: [shopId],
      urgencies: [1],
      since: [now],
    },
  });
  await database.quotaKeyState.create({ data: key });
  await database.$transaction((rows) =>
    jobs.enqueue(rows, "check-composite-task", { shopId, taskId: task.id }, { afterSeconds: 86_400 }),
  );
  return {
    mark,
    domain,
    shopId,
    orderId: order.id,
    lineItemId: line.id,
    taskId: task.id,
    fileId: file.id,
    dataRequestId,
    platformOrderId: order.platformOrderId,
    webhookToken,
  };
}
