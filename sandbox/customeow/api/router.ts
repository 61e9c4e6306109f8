import { Router } from "express";
import type { Customeow } from "../customeow.ts";
import { ApiError } from "./apiError.ts";
import { getCustomInfo, listTemplates } from "./customInfo.ts";
import { endpoint } from "./endpoint.ts";
import { createOrder, listOrders, orderInfo } from "./orders.ts";
import { listSkus } from "./skus.ts";
import { createTask, getTask } from "./tasks.ts";

/** The documented API, below `/v1`. */
export function apiRouter(customeow: Customeow): Router {
  const router = Router();
  router.post("/order", endpoint(customeow, "create-order", createOrder));
  router.get("/order", endpoint(customeow, "order-list", listOrders));
  router.get("/order-info", endpoint(customeow, "order-info", orderInfo));
  router.get("/skus", endpoint(customeow, "skus", listSkus));
  router.get("/custom-info/:id", endpoint(customeow, "custom-info", getCustomInfo));
  router.get("/custom-info/:id/templates", endpoint(customeow, "templates", listTemplates));
  router.post("/composite/task", endpoint(customeow, "create-task", createTask));
  router.get("/composite/task/:id", endpoint(customeow, "task", getTask));
  router.use(
    endpoint(customeow, "unknown", () => {
      throw new ApiError("notFound", "There is no such endpoint.");
    }),
  );
  return router;
}
