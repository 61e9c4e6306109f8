import { json, Router } from "express";
import { z } from "zod";
import type { Customeow } from "../customeow.ts";
import { customInfo } from "../designs/customInfo.ts";
import { designChoice } from "../designs/designs.ts";
import { faultRequest } from "../faults/fault.ts";
import { settingsChange } from "../settings.ts";
import { completeOrder } from "./completeOrder.ts";
import { control, ControlError } from "./controlError.ts";
import { changeSku, deleteSku, storeWith } from "./skus.ts";
import { stateOf } from "./state.ts";

const limit = z.coerce.number().int().min(0).optional();
const stateQuery = z.object({
  since: z.iso.datetime({ offset: true }).optional(),
  requests: limit,
  orders: limit,
  tasks: limit,
  designs: limit,
  webhooks: limit,
});
const newDesign = designChoice.extend({ storeId: z.string(), sku: z.string() });
const webhookUrl = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).nullable(),
  storeId: z.string().optional(),
});
const webhookByHand = z.strictObject({
  storeId: z.string(),
  event: z.string(),
  objectId: z.string().default("task_123456"),
  payload: z.unknown(),
});

/** The control API, below `/sandbox`: see README.md. No real CustoMeow has it. */
export function controlRouter(customeow: Customeow): Router {
  const router = Router();
  router.use(json({ limit: "15mb" }));
  router.get(
    "/state",
    control((request) => stateOf(customeow, stateQuery.parse(request.query))),
  );
  router.post(
    "/designs",
    control(async (request, response) => {
      const { storeId, sku: name, ...choice } = newDesign.parse(request.body);
      const sku = storeWith(customeow, storeId).skus.get(name);
      if (!sku) throw new ControlError(404, `The store has no SKU "${name}".`);
      const design = await customeow.designs.make(sku, choice);
      response.status(201).json({ customInfoId: design.id, ...customInfo(design, customeow.url) });
    }),
  );
  router.post(
    "/orders/:platformOrderId/complete",
    control((request) => completeOrder(customeow, request.params["platformOrderId"] ?? "", request.body)),
  );
  router.post(
    "/skus",
    control((request) => changeSku(customeow, request.body)),
  );
  router.delete(
    "/skus",
    control((request) => deleteSku(customeow, request.body)),
  );
  router.put(
    "/settings",
    control((request) => Object.assign(customeow.settings, settingsChange.parse(request.body))),
  );
  router.post(
    "/reset",
    control(() => {
      reset(customeow);
    }),
  );
  addWebhooks(router, customeow);
  addFaults(router, customeow);
  return router;
}

function addWebhooks(router: Router, customeow: Customeow): void {
  router.put(
    "/webhook-url",
    control((request) => {
      const { url, storeId } = webhookUrl.parse(request.body);
      const stores = storeId === undefined ? customeow.stores.all() : [storeWith(customeow, storeId)];
      for (const store of stores) store.webhookUrl = url;
      return { url, storeIds: stores.map((store) => store.id) };
    }),
  );
  router.post(
    "/webhooks",
    control((request) => {
      const { storeId, event, objectId, payload } = webhookByHand.parse(request.body);
      return customeow.webhooks.send(storeWith(customeow, storeId), event, objectId, payload ?? {});
    }),
  );
  router.post(
    "/webhooks/:id/again",
    control((request) => {
      const sent = customeow.webhooks.newest().find((one) => one.body.id === request.params["id"]);
      if (!sent) throw new ControlError(404, "No such webhook is remembered.");
      return customeow.webhooks.deliver(storeWith(customeow, sent.storeId), sent.body);
    }),
  );
}

function addFaults(router: Router, customeow: Customeow): void {
  router.get(
    "/faults",
    control(() => ({ faults: customeow.faults.list() })),
  );
  router.post(
    "/faults",
    control((request, response) => {
      response.status(201).json(customeow.faults.arm(faultRequest.parse(request.body)));
    }),
  );
  router.delete(
    "/faults",
    control(() => {
      customeow.faults.clear();
    }),
  );
  router.delete(
    "/faults/:id",
    control((request) => {
      if (!customeow.faults.remove(request.params["id"] ?? ""))
        throw new ControlError(404, "There is no such fault.");
    }),
  );
}

/** Everything that happened is forgotten; the stores, the settings and the quota's windows stay. */
function reset(customeow: Customeow): void {
  for (const part of [customeow.orders, customeow.tasks, customeow.designs, customeow.requests]) part.clear();
  customeow.webhooks.clear();
  customeow.faults.clear();
}
