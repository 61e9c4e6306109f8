import type { Customeow } from "../customeow.ts";
import { pictureUrl } from "../designs/customInfo.ts";
import type { Design } from "../designs/designs.ts";
import { taskResult, type Task } from "../tasks/tasks.ts";

/** How much of each list is wanted; undefined: all that is kept. */
export interface StateLimits {
  /** Only what arrived at this instant or later, ISO 8601. */
  since?: string | undefined;
  requests?: number | undefined;
  orders?: number | undefined;
  tasks?: number | undefined;
  designs?: number | undefined;
  webhooks?: number | undefined;
}

/** All that the stand-in saw and keeps, oldest first in every list. */
export function stateOf(customeow: Customeow, limits: StateLimits) {
  const { url, settings, stores, orders, tasks, designs, requests, quotas, webhooks, faults } = customeow;
  const since = limits.since === undefined ? 0 : Date.parse(limits.since);
  const recent = <Entry>(entries: readonly Entry[], at: (entry: Entry) => string | number, newest?: number) =>
    newestOf(entries, newest).filter((entry) => new Date(at(entry)).getTime() >= since);
  return {
    now: new Date().toISOString(),
    url,
    settings,
    stores: stores.all().map((store) => ({
      storeId: store.id,
      storeName: store.name,
      apiKey: store.apiKey,
      webhookUrl: store.webhookUrl,
    })),
    counts: {
      ...requests.counts(),
      orders: orders.all().length,
      lineItems: stores.all().reduce((sum, store) => sum + orders.lineItemCount(store.id), 0),
      tasks: tasks.size,
      designs: designs.size,
      webhooks: webhooks.total,
    },
    orders: recent(orders.all(), (order) => order.receivedAt, limits.orders),
    tasks: recent(tasks.all(), (task) => task.startedAt, limits.tasks).map((task) => taskEntry(task, url)),
    designs: recent(designs.all(), (design) => design.createdAt, limits.designs).map((one) =>
      designEntry(one, url),
    ),
    skus: stores.all().flatMap((store) => [...store.skus.values()]),
    requests: recent(requests.newest(limits.requests), (request) => request.at),
    quota: quotas.report(),
    duplicates: orders.duplicates(),
    tasksStartedAgain: tasks.startedAgain(),
    webhooks: recent(webhooks.newest(limits.webhooks), (webhook) => webhook.at),
    faults: faults.list(),
  };
}

function taskEntry(task: Task, url: string) {
  return {
    ...taskResult(task, url),
    storeId: task.design.storeId,
    title: task.template.title,
    startedAt: new Date(task.startedAt).toISOString(),
    finishesAt: new Date(task.finishesAt).toISOString(),
  };
}

function designEntry(design: Design, url: string) {
  return {
    customInfoId: design.id,
    storeId: design.storeId,
    sku: design.sku.sku,
    texts: design.texts,
    color: design.color,
    font: design.font,
    image: design.picture && pictureUrl(design.picture.id, url),
    preview: `${url}/previews/${design.id}.png`,
    createdAt: design.createdAt,
  };
}

function newestOf<Entry>(entries: readonly Entry[], count: number | undefined): readonly Entry[] {
  if (count === undefined) return entries;
  return count === 0 ? [] : entries.slice(-count);
}
